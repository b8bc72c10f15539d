import { Link } from '@tanstack/react-router'
import { Badge } from '../../components/display/badge.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { defineColumns } from '../../components/table/columns.ts'
import type { EventType } from '../../data/managing/event-types.ts'

export function eventTypeColumns(tenant: string) {
  return defineColumns<EventType & { id: string }>([
    {
      id: 'name',
      header: 'Name',
      className: 'sm:w-[32%]',
      cell: ({ name, archived }) => (
        <span className="flex min-w-0 items-center gap-2">
          <Link
            to="/t/$tenant/event-types/$name"
            params={{ tenant, name }}
            className="truncate font-medium hover:underline"
          >
            {name}
          </Link>
          {archived && <Badge tone="quiet">archived</Badge>}
        </span>
      ),
    },
    {
      id: 'description',
      header: 'Description',
      className: 'max-sm:hidden',
      cell: ({ description }) => (
        <span title={description} className="text-muted">
          {description}
        </span>
      ),
    },
    {
      id: 'schema',
      header: 'Schema',
      className: 'w-24',
      cell: ({ schema }) =>
        schema === null ? <span className="text-faint">none</span> : <Badge tone="ok">checked</Badge>,
    },
    {
      id: 'updated',
      header: 'Updated',
      className: 'w-40 max-md:hidden',
      cell: ({ updatedAt }) => (
        <span className="text-muted">
          <DateTime at={updatedAt} />
        </span>
      ),
    },
  ])
}
