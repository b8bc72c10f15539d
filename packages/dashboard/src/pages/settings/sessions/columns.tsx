import { LogOut } from 'lucide-react'
import { IconButton } from '../../../components/actions/button.tsx'
import { Badge } from '../../../components/display/badge.tsx'
import { Ago, DateTime } from '../../../components/display/date-time.tsx'
import { Id } from '../../../components/display/id.tsx'
import { defineColumns } from '../../../components/table/columns.ts'
import type { BrowserSession } from '../../../data/managing/sessions.ts'
import { browserOf } from './browser-of.ts'

/** @param currentId the session of this browser, which is ended by signing out */
export function sessionColumns(currentId: string | undefined, onEnd: (session: BrowserSession) => void) {
  return defineColumns<BrowserSession>([
    {
      id: 'browser',
      header: 'Browser',
      cell: ({ id, userAgent }) => (
        <span className="flex items-center gap-2">
          <span title={userAgent} className="truncate">
            {browserOf(userAgent)}
          </span>
          {id === currentId && <Badge tone="ok">this one</Badge>}
        </span>
      ),
    },
    {
      id: 'who',
      header: 'Signed in with',
      className: 'w-52 max-sm:hidden',
      cell: ({ keyId, portalLinkId }) => {
        const id = keyId ?? portalLinkId
        return id === null ? <span className="text-muted">the admin key</span> : <Id id={id} isShort />
      },
    },
    {
      id: 'tenant',
      header: 'Tenant',
      className: 'w-36 max-lg:hidden',
      cell: ({ tenantId }) => <span className="text-muted">{tenantId ?? 'all'}</span>,
    },
    {
      id: 'used',
      header: 'Last used',
      className: 'w-28',
      cell: ({ lastUsedAt }) => (
        <span className="text-muted">
          <Ago at={lastUsedAt} />
        </span>
      ),
    },
    {
      id: 'ends',
      header: 'Ends if unused',
      className: 'w-40 max-md:hidden',
      cell: ({ endsAt }) => (
        <span className="text-muted">
          <DateTime at={endsAt} />
        </span>
      ),
    },
    {
      id: 'end',
      header: '',
      className: 'w-16 text-right',
      cell: (session) =>
        session.id === currentId ? null : (
          <IconButton
            label={`End the session of ${browserOf(session.userAgent)}`}
            className="-my-1"
            onClick={() => onEnd(session)}
          >
            <LogOut size={15} aria-hidden />
          </IconButton>
        ),
    },
  ])
}
