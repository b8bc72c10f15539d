import { Link } from '@tanstack/react-router'
import { Badge } from '../../components/display/badge.tsx'
import { Id } from '../../components/display/id.tsx'
import { RowTime } from '../../components/display/row-time.tsx'
import { defineColumns } from '../../components/table/columns.ts'
import type { EventSummary } from '../../data/events.ts'
import { EventOrigin } from './event-origin.tsx'

/** The columns of a list of events. On a phone, the origin is below the type. */
export function eventColumns(tenant: string, nameOfSource: (id: string) => string) {
  return defineColumns<EventSummary>([
    {
      id: 'type',
      header: 'Event type',
      cell: ({ id, type, sourceId, expired }) => (
        <span className="block min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <Link
              to="/t/$tenant/events/$id"
              params={{ tenant, id }}
              className="truncate font-medium hover:underline"
            >
              {type}
            </Link>
            {expired && <Badge title="Its data was removed">content removed</Badge>}
          </span>
          <span className="block truncate text-xs text-faint sm:hidden">
            <EventOrigin sourceId={sourceId} type={type} nameOfSource={nameOfSource} />
          </span>
        </span>
      ),
    },
    {
      id: 'origin',
      header: 'Origin',
      className: 'w-[22%] max-sm:hidden',
      cell: ({ sourceId, type }) => (
        <span className="text-muted">
          <EventOrigin sourceId={sourceId} type={type} nameOfSource={nameOfSource} />
        </span>
      ),
    },
    {
      id: 'external-id',
      header: 'External id',
      className: 'w-[22%] max-md:hidden',
      cell: ({ externalId }) =>
        externalId == null ? <span className="text-faint">–</span> : <Id id={externalId} />,
    },
    {
      id: 'id',
      header: 'Id',
      className: 'w-40 max-lg:hidden',
      cell: ({ id }) => <Id id={id} isShort />,
    },
    {
      id: 'created',
      header: 'Created',
      className: 'w-24 text-right sm:w-40',
      cell: ({ createdAt }) => <RowTime at={createdAt} />,
    },
  ])
}
