import { Ban } from 'lucide-react'
import { IconButton } from '../../../components/actions/button.tsx'
import { Badge } from '../../../components/display/badge.tsx'
import { Ago, DateTime } from '../../../components/display/date-time.tsx'
import { Id } from '../../../components/display/id.tsx'
import { defineColumns } from '../../../components/table/columns.ts'
import type { PortalLink } from '../../../data/managing/portal-links.ts'
import { LINK_STATES, linkStateOf } from './link-state.ts'

/** @param onRevoke undefined for those who may not revoke links */
export function linkColumns(onRevoke: ((link: PortalLink) => void) | undefined) {
  return defineColumns<PortalLink>([
    {
      id: 'state',
      header: 'State',
      className: 'w-28 sm:w-32',
      cell: (link) => <State {...link} />,
    },
    {
      id: 'actor',
      header: 'For',
      cell: ({ actor }) =>
        actor == null ? (
          <span className="text-faint">–</span>
        ) : (
          <span title={actor.id}>{actor.name ?? actor.id}</span>
        ),
    },
    {
      id: 'role',
      header: 'Role',
      className: 'w-24',
      cell: ({ role }) => (
        <Badge tone={role === 'manage' ? 'warn' : 'quiet'}>{role === 'manage' ? 'Manage' : 'Read'}</Badge>
      ),
    },
    { id: 'id', header: 'Id', className: 'w-40 max-lg:hidden', cell: ({ id }) => <Id id={id} isShort /> },
    {
      id: 'origins',
      header: 'Frames',
      className: 'w-48 max-xl:hidden',
      cell: ({ allowedOrigins: [first, ...others] }) =>
        first === undefined ? (
          <span className="text-faint">none of its own</span>
        ) : (
          <span title={[first, ...others].join('\n')} className="text-muted">
            {first}
            {others.length > 0 && ` +${others.length}`}
          </span>
        ),
    },
    {
      id: 'expires',
      header: 'Opens until',
      className: 'w-40 max-md:hidden',
      cell: ({ expiresAt }) => (
        <span className="text-muted">
          <DateTime at={expiresAt} />
        </span>
      ),
    },
    {
      id: 'used',
      header: 'Last opened',
      className: 'w-28 max-sm:hidden',
      cell: ({ usedAt }) =>
        usedAt == null ? (
          <span className="text-faint">never</span>
        ) : (
          <span className="text-muted">
            <Ago at={usedAt} />
          </span>
        ),
    },
    ...(onRevoke === undefined
      ? []
      : [
          {
            id: 'revoke',
            header: '',
            className: 'w-16 text-right',
            cell: (link: PortalLink) => (
              <IconButton label={`Revoke ${link.id}`} className="-my-1" onClick={() => onRevoke(link)}>
                <Ban size={15} aria-hidden />
              </IconButton>
            ),
          },
        ]),
  ])
}

function State(link: PortalLink) {
  const { tone, text } = LINK_STATES[linkStateOf(link, Date.now())]
  return (
    <Badge tone={tone} hasDot>
      {text}
    </Badge>
  )
}
