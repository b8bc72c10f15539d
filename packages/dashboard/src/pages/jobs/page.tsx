import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { NewRowsPill } from '../../components/table/new-rows-pill.tsx'
import { readJobs } from '../../data/jobs/jobs.ts'
import { useLiveList } from '../../data/live-list.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { jobColumns } from './columns.tsx'

export function JobsPage() {
  const tenant = useTenant()
  return (
    <>
      <PageHeader title="Jobs" />
      <Card isFlush>
        <JobList key={tenant} tenant={tenant} />
      </Card>
    </>
  )
}

function JobList({ tenant }: { tenant: string }) {
  const navigate = useNavigate()
  const list = useLiveList({
    queryKey: [tenant, 'jobs'],
    topic: 'jobs',
    readPage: (cursor, signal) => readJobs(tenant, { cursor, signal }),
  })
  const columns = useMemo(() => jobColumns(tenant), [tenant])
  if (list.error !== null) return <ErrorState error={list.error} what="tenant" onRetry={list.retry} />
  if (list.isPending) return <Loading label="Loading jobs" />
  return (
    <>
      <NewRowsPill {...list.fresh} onShow={list.showNew} />
      {list.rows.length === 0 ? (
        <EmptyState title="No jobs yet">
          Retry or cancel the matches of a filter of deliveries, recover an endpoint, or search the data of
          events: the work appears here.
        </EmptyState>
      ) : (
        <DataTable
          label="Jobs"
          columns={columns}
          rows={list.rows}
          onOpen={({ id }) => void navigate({ to: '/t/$tenant/jobs/$id', params: { tenant, id } })}
          hasMore={list.hasMore}
          onEnd={() => !list.isLoadingMore && list.loadMore()}
        />
      )}
    </>
  )
}
