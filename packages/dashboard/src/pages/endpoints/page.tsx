import { Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { Button, buttonClasses } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { NewRowsPill } from '../../components/table/new-rows-pill.tsx'
import { readEndpoints } from '../../data/endpoints.ts'
import { useLiveList } from '../../data/live-list.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { endpointColumns } from './columns.tsx'
import { EndpointFilters } from './endpoint-filters.tsx'
import { endpointsRoute } from './route.ts'
import { type EndpointSearch, toEndpointFilter } from './search.ts'

export function EndpointsPage() {
  const tenant = useTenant()
  const search = endpointsRoute.useSearch()
  const navigate = useNavigate({ from: '/t/$tenant/endpoints' })
  const setSearch = (next: EndpointSearch) => void navigate({ search: next, replace: true })
  return (
    <>
      <PageHeader title="Endpoints">
        <NewEndpointLink tenant={tenant} />
      </PageHeader>
      <div className="mb-4">
        <EndpointFilters search={search} onChange={setSearch} />
      </div>
      <Card isFlush>
        <EndpointList
          key={JSON.stringify(search)}
          tenant={tenant}
          search={search}
          onClear={() => setSearch({})}
        />
      </Card>
    </>
  )
}

function NewEndpointLink({ tenant }: { tenant: string }) {
  if (!mayManage(useSession())) return null
  return (
    <Link to="/t/$tenant/endpoints/new" params={{ tenant }} className={buttonClasses('solid')}>
      <Plus size={14} aria-hidden />
      New endpoint
    </Link>
  )
}

interface EndpointListProps {
  tenant: string
  search: EndpointSearch
  onClear: () => void
}

function EndpointList({ tenant, search, onClear }: EndpointListProps) {
  const navigate = useNavigate()
  const filter = useMemo(() => toEndpointFilter(search), [search])
  const list = useLiveList({
    queryKey: [tenant, 'endpoints', filter],
    topic: 'endpoints',
    readPage: (cursor, signal) => readEndpoints(tenant, filter, { cursor, signal }),
  })
  const columns = useMemo(() => endpointColumns(tenant), [tenant])

  if (list.error !== null) return <ErrorState error={list.error} what="tenant" onRetry={list.retry} />
  if (list.isPending) return <Loading label="Loading endpoints" />
  return (
    <>
      <NewRowsPill {...list.fresh} onShow={list.showNew} />
      {list.rows.length === 0 ? (
        <NoEndpoints tenant={tenant} isFiltered={Object.keys(search).length > 0} onClear={onClear} />
      ) : (
        <DataTable
          label="Endpoints"
          columns={columns}
          rows={list.rows}
          onOpen={({ id }) => void navigate({ to: '/t/$tenant/endpoints/$id', params: { tenant, id } })}
          hasMore={list.hasMore}
          onEnd={() => !list.isLoadingMore && list.loadMore()}
        />
      )}
    </>
  )
}

function NoEndpoints({
  tenant,
  isFiltered,
  onClear,
}: {
  tenant: string
  isFiltered: boolean
  onClear: () => void
}) {
  return isFiltered ? (
    <EmptyState title="No endpoint matches" actions={<Button onClick={onClear}>Clear the filters</Button>}>
      Endpoints that match appear here by themselves.
    </EmptyState>
  ) : (
    <EmptyState title="No endpoints yet" actions={<NewEndpointLink tenant={tenant} />}>
      An endpoint is a URL that gets the events it subscribes to.
    </EmptyState>
  )
}
