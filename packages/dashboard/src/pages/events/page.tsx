import { Link, useNavigate } from '@tanstack/react-router'
import { FileSearch } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { Button, buttonClasses } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { NewRowsPill } from '../../components/table/new-rows-pill.tsx'
import { useSourceNames } from '../../data/events/source-names.ts'
import { readEvents } from '../../data/events.ts'
import { useLiveList } from '../../data/live-list.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { eventColumns } from './columns.tsx'
import { EventFilters } from './event-filters.tsx'
import { eventsRoute } from './route.ts'
import { type EventSearch, toEventQuery } from './search.ts'

export function EventsPage() {
  const tenant = useTenant()
  const search = eventsRoute.useSearch()
  const navigate = useNavigate({ from: '/t/$tenant/events' })
  const clear = () => void navigate({ search: {}, replace: true })
  const open = (id: string) => void navigate({ to: '/t/$tenant/events/$id', params: { tenant, id } })
  return (
    <>
      <PageHeader title="Events">
        <Link to="/t/$tenant/events/search" params={{ tenant }} className={buttonClasses()}>
          <FileSearch size={14} aria-hidden />
          Search the data
        </Link>
      </PageHeader>
      <div className="mb-4">
        <EventFilters
          tenant={tenant}
          search={search}
          onChange={(change) =>
            void navigate({ search: (before) => withoutEmpty({ ...before, ...change }), replace: true })
          }
          onClear={clear}
          onOpen={open}
        />
      </div>
      <Card isFlush>
        <EventList
          key={JSON.stringify(search)}
          tenant={tenant}
          search={search}
          onOpen={open}
          onClear={clear}
        />
      </Card>
    </>
  )
}

interface EventListProps {
  tenant: string
  search: EventSearch
  onOpen: (id: string) => void
  onClear: () => void
}

/** With other filters it is another list, which begins at its top. */
function EventList({ tenant, search, onOpen, onClear }: EventListProps) {
  const { nameOf } = useSourceNames(tenant)
  // A period begins when the list was opened: otherwise its rows would leave it while they are read.
  const [openedAt] = useState(() => Date.now())
  const filter = useMemo(() => toEventQuery(search, openedAt), [search, openedAt])
  const list = useLiveList({
    queryKey: [tenant, 'events', filter],
    topic: 'events',
    readPage: (cursor, signal) => readEvents(tenant, filter, { cursor, signal }),
  })
  const columns = useMemo(() => eventColumns(tenant, nameOf), [tenant, nameOf])

  if (list.error !== null) return <ErrorState error={list.error} what="tenant" onRetry={list.retry} />
  if (list.isPending) return <Loading label="Loading events" />
  return (
    <>
      <NewRowsPill {...list.fresh} onShow={list.showNew} />
      {list.rows.length === 0 ? (
        <NoEvents isFiltered={Object.keys(search).length > 0} onClear={onClear} />
      ) : (
        <DataTable
          label="Events"
          columns={columns}
          rows={list.rows}
          onOpen={({ id }) => onOpen(id)}
          hasMore={list.hasMore}
          onEnd={() => !list.isLoadingMore && list.loadMore()}
        />
      )}
    </>
  )
}

function NoEvents({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return isFiltered ? (
    <EmptyState title="No event matches" actions={<Button onClick={onClear}>Clear the filters</Button>}>
      Events that match appear here by themselves.
    </EmptyState>
  ) : (
    <EmptyState title="No events yet">
      Publish one with the API, or send a webhook to a source. It appears here by itself.
    </EmptyState>
  )
}

function withoutEmpty(search: { [Name in keyof EventSearch]: string | undefined }): EventSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}
