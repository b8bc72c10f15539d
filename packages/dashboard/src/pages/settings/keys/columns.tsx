import { Trash2 } from 'lucide-react'
import { IconButton } from '../../../components/actions/button.tsx'
import { Badge, type Tone } from '../../../components/display/badge.tsx'
import { DateTime } from '../../../components/display/date-time.tsx'
import { Id } from '../../../components/display/id.tsx'
import { defineColumns } from '../../../components/table/columns.ts'
import type { Key } from '../../../data/managing/keys.ts'

const ROLES: Record<Key['role'], { text: string; tone: Tone }> = {
  manage: { text: 'Manage', tone: 'warn' },
  publish: { text: 'Publish', tone: 'info' },
  read: { text: 'Read', tone: 'quiet' },
}

/** @param onDelete undefined for those who may not delete keys */
export function keyColumns(onDelete: ((key: Key) => void) | undefined) {
  return defineColumns<Key>([
    {
      id: 'description',
      header: 'Description',
      cell: ({ description, expiresAt }) => (
        <span className="block min-w-0">
          <span title={description} className="block truncate">
            {description === '' ? <span className="text-faint">–</span> : description}
          </span>
          <span className="block truncate text-xs text-faint sm:hidden">
            expires: <Expiry at={expiresAt ?? undefined} />
          </span>
        </span>
      ),
    },
    {
      id: 'role',
      header: 'Role',
      className: 'w-24',
      cell: ({ role }) => <Badge tone={ROLES[role].tone}>{ROLES[role].text}</Badge>,
    },
    { id: 'id', header: 'Id', className: 'w-40 max-md:hidden', cell: ({ id }) => <Id id={id} isShort /> },
    {
      id: 'limit',
      header: 'Rate limit',
      className: 'w-32 max-lg:hidden',
      cell: ({ rateLimitPerSecond }) =>
        rateLimitPerSecond == null ? (
          <span className="text-faint">default</span>
        ) : (
          <span className="tabular">{rateLimitPerSecond.toLocaleString('en')} / s</span>
        ),
    },
    {
      id: 'expires',
      header: 'Expires',
      className: 'w-40 max-sm:hidden',
      cell: ({ expiresAt }) => <Expiry at={expiresAt ?? undefined} />,
    },
    {
      id: 'created',
      header: 'Created',
      className: 'w-40 max-md:hidden',
      cell: ({ createdAt }) => (
        <span className="text-muted">
          <DateTime at={createdAt} />
        </span>
      ),
    },
    ...(onDelete === undefined
      ? []
      : [
          {
            id: 'delete',
            header: '',
            className: 'w-16 text-right',
            cell: (key: Key) => (
              <IconButton
                label={`Delete ${key.description === '' ? key.id : key.description}`}
                className="-my-1"
                onClick={() => onDelete(key)}
              >
                <Trash2 size={15} aria-hidden />
              </IconButton>
            ),
          },
        ]),
  ])
}

function Expiry({ at }: { at: string | undefined }) {
  if (at === undefined) return <span className="text-faint">never</span>
  if (Date.parse(at) <= Date.now()) return <Badge tone="bad">expired</Badge>
  return <DateTime at={at} />
}
