import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { NewRowsPill } from '../../components/table/new-rows-pill.tsx'
import { useLiveList } from '../../data/live-list.ts'
import { readRequests } from '../../data/requests.ts'
import { requestColumns } from './request-columns.tsx'
import { isFiltered, type RequestSearch, toRequestQuery } from './search.ts'

export interface RequestListProps {
  tenant: string
  sourceId: string
  search: RequestSearch
}

/** With other filters it is another list, which begins at its top. */
export function RequestList({ tenant, sourceId, search }: RequestListProps) {
  const navigate = useNavigate({ from: '/t/$tenant/sources/$id' })
  // A period begins when the list was opened: otherwise its rows would leave it while they are read.
  const [openedAt] = useState(() => Date.now())
  const filter = useMemo(() => toRequestQuery(search, openedAt), [search, openedAt])
  const list = useLiveList({
    queryKey: [tenant, 'requests', sourceId, filter],
    topic: 'requests',
    readPage: (cursor, signal) => readRequests(tenant, sourceId, filter, { cursor, signal }),
  })
  const columns = useMemo(() => requestColumns(tenant), [tenant])

  if (list.error !== null) return <ErrorState error={list.error} what="source" onRetry={list.retry} />
  if (list.isPending) return <Loading label="Loading requests" />
  return (
    <>
      <NewRowsPill {...list.fresh} onShow={list.showNew} />
      {list.rows.length === 0 ? (
        <NoRequests
          isFiltered={isFiltered(search)}
          onClear={() => void navigate({ search: {}, replace: true })}
        />
      ) : (
        <DataTable
          label="Requests"
          columns={columns}
          rows={list.rows}
          onOpen={({ id }) => void navigate({ to: '/t/$tenant/requests/$id', params: { tenant, id } })}
          hasMore={list.hasMore}
          onEnd={() => !list.isLoadingMore && list.loadMore()}
        />
      )}
    </>
  )
}

function NoRequests({ isFiltered: hasFilters, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return hasFilters ? (
    <EmptyState title="No request matches" actions={<Button onClick={onClear}>Clear the filters</Button>}>
      Requests that match appear here by themselves.
    </EmptyState>
  ) : (
    <EmptyState title="No requests yet">
      Enter the ingest URL in the settings of the provider and send a test webhook. It appears here by itself,
      whether it is accepted or not.
    </EmptyState>
  )
}
