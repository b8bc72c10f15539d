import { useNavigate } from '@tanstack/react-router'
import { RotateCw, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { Button } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { NewRowsPill } from '../../components/table/new-rows-pill.tsx'
import { readDeliveries } from '../../data/deliveries.ts'
import { useEndpointNames } from '../../data/endpoints.ts'
import { useLiveList } from '../../data/live-list.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { BulkButton } from './bulk/bulk-button.tsx'
import { deliveryColumns } from './columns.tsx'
import { DeliveryFilters } from './delivery-filters.tsx'
import { deliveriesRoute } from './route.ts'
import { type DeliverySearch, isFiltered, toDeliveryQuery } from './search.ts'

export function DeliveriesPage() {
  const tenant = useTenant()
  const search = deliveriesRoute.useSearch()
  const navigate = useNavigate({ from: '/t/$tenant/deliveries' })
  const setSearch = (change: { [Name in keyof DeliverySearch]: string | undefined }) =>
    void navigate({ search: (before) => withoutEmpty({ ...before, ...change }), replace: true })
  // What the list shows; the bulk dialog has an end of its own.
  const filter = useMemo(() => toDeliveryQuery(search, Date.now()), [search])
  return (
    <>
      <PageHeader title="Deliveries">
        <BulkButton tenant={tenant} action="retry" filter={filter} icon={<RotateCw size={14} aria-hidden />}>
          Retry all matches
        </BulkButton>
        <BulkButton tenant={tenant} action="cancel" filter={filter} icon={<X size={14} aria-hidden />}>
          Cancel all matches
        </BulkButton>
      </PageHeader>
      <div className="mb-4">
        <DeliveryFilters
          tenant={tenant}
          search={search}
          onChange={setSearch}
          onClear={() => void navigate({ search: {}, replace: true })}
        />
      </div>
      <Card isFlush>
        <DeliveryList key={JSON.stringify(search)} tenant={tenant} search={search} />
      </Card>
    </>
  )
}

/** With other filters it is another list, which begins at its top. */
function DeliveryList({ tenant, search }: { tenant: string; search: DeliverySearch }) {
  const navigate = useNavigate({ from: '/t/$tenant/deliveries' })
  const nameOf = useEndpointNames(tenant)
  // A period begins when the list was opened: otherwise its rows would leave it while they are read.
  const [openedAt] = useState(() => Date.now())
  const filter = useMemo(() => toDeliveryQuery(search, openedAt), [search, openedAt])
  const list = useLiveList({
    queryKey: [tenant, 'deliveries', filter],
    topic: 'deliveries',
    readPage: (cursor, signal) => readDeliveries(tenant, filter, { cursor, signal }),
  })
  const columns = useMemo(() => deliveryColumns(tenant, nameOf), [tenant, nameOf])

  if (list.error !== null) return <ErrorState error={list.error} what="tenant" onRetry={list.retry} />
  if (list.isPending) return <Loading label="Loading deliveries" />
  return (
    <>
      <NewRowsPill {...list.fresh} onShow={list.showNew} />
      {list.rows.length === 0 ? (
        <NoDeliveries
          isFiltered={isFiltered(search)}
          onClear={() => void navigate({ search: {}, replace: true })}
        />
      ) : (
        <DataTable
          label="Deliveries"
          columns={columns}
          rows={list.rows}
          onOpen={({ id }) => void navigate({ to: '/t/$tenant/deliveries/$id', params: { tenant, id } })}
          hasMore={list.hasMore}
          onEnd={() => !list.isLoadingMore && list.loadMore()}
        />
      )}
    </>
  )
}

function NoDeliveries({ isFiltered: hasFilters, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return hasFilters ? (
    <EmptyState title="No delivery matches" actions={<Button onClick={onClear}>Clear the filters</Button>}>
      Deliveries that match appear here by themselves.
    </EmptyState>
  ) : (
    <EmptyState title="No deliveries yet">
      Publish an event that an endpoint subscribes to. Its deliveries appear here by themselves.
    </EmptyState>
  )
}

function withoutEmpty(search: { [Name in keyof DeliverySearch]: string | undefined }): DeliverySearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}
