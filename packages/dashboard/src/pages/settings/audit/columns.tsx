import { Id } from '../../../components/display/id.tsx'
import { RowTime } from '../../../components/display/row-time.tsx'
import { defineColumns } from '../../../components/table/columns.ts'
import type { AuditEntry } from '../../../data/managing/audit.ts'
import { actionText } from './actions.ts'
import { Actor } from './actor.tsx'

/** @param hasTenant whether entries of several tenants are shown */
export function auditColumns(hasTenant: boolean) {
  return defineColumns<AuditEntry>([
    {
      id: 'action',
      header: 'Action',
      cell: ({ action, actor, fields }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{actionText(action)}</span>
          <span className="block truncate text-xs sm:hidden">
            <Actor actor={actor} />
          </span>
          {fields.length > 0 && (
            <span className="block truncate text-xs text-faint max-sm:hidden" title={fields.join(', ')}>
              {fields.join(', ')}
            </span>
          )}
        </span>
      ),
    },
    ...(hasTenant
      ? [
          {
            id: 'tenant',
            header: 'Tenant',
            className: 'w-36 max-md:hidden',
            cell: ({ tenantId }: AuditEntry) => <span className="text-muted">{tenantId ?? '–'}</span>,
          },
        ]
      : []),
    {
      id: 'object',
      header: 'Object',
      className: 'w-52 max-md:hidden',
      cell: (entry) => <ObjectOf {...entry} />,
    },
    {
      id: 'actor',
      header: 'Actor',
      className: 'w-52 max-sm:hidden',
      cell: ({ actor }) => <Actor actor={actor} />,
    },
    {
      id: 'created',
      header: 'When',
      className: 'w-24 sm:w-40',
      cell: ({ createdAt }) => <RowTime at={createdAt} />,
    },
  ])
}

function ObjectOf({ object, count }: Pick<AuditEntry, 'object' | 'count'>) {
  if (object != null) return <Id id={object} isShort={object.length > 24} />
  return <span className="text-faint">{count == null ? '–' : `${count.toLocaleString('en')} objects`}</span>
}
