import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { LoaderCircle } from 'lucide-react'
import { useMemo } from 'react'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState, Removed } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { useSourceNames } from '../../data/events/source-names.ts'
import { isUnfinished, type Job, jobQuery } from '../../data/jobs/jobs.ts'
import { useLiveHints } from '../../data/live-hints.ts'
import { problemOf } from '../../data/problem.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { eventColumns } from '../events/columns.tsx'
import { CancelJob } from '../jobs/cancel-job.tsx'
import { summaryOfSearch } from './summary-of-search.ts'
import { useSearchHits } from './use-search-hits.ts'

/** The events that a search has found. Those that it finds later are added at the end. */
export function SearchHits({ tenant, jobId }: { tenant: string; jobId: string }) {
  const navigate = useNavigate()
  const { nameOf } = useSourceNames(tenant)
  const columns = useMemo(() => eventColumns(tenant, nameOf), [tenant, nameOf])
  const { job: streamed, hits, error, isStreaming } = useSearchHits(tenant, jobId)
  const job = useCurrentJob(tenant, streamed)
  const manages = mayManage(useSession())
  if (error !== undefined)
    return (
      <Card title="Hits">
        {problemOf(error).status === 404 ? (
          <Removed what="search" />
        ) : (
          <ErrorState error={error} what="search" />
        )}
      </Card>
    )
  if (job === undefined)
    return (
      <Card title="Hits">
        <Loading label="Searching" />
      </Card>
    )
  const isOver = !isStreaming && !isUnfinished(job)
  return (
    <Card
      title="Hits"
      isFlush
      aside={
        <span className="flex flex-wrap items-center gap-3">
          <span role="status" className="flex items-center gap-2 text-sm text-muted">
            {!isOver && <LoaderCircle size={14} aria-hidden className="animate-spin text-info-mark" />}
            {summaryOfSearch(job, hits.length)}
          </span>
          {isUnfinished(job) && manages && <CancelJob tenant={tenant} job={job} size="small" />}
        </span>
      }
    >
      {hits.length > 0 && (
        <DataTable
          label="Events that were found"
          columns={columns}
          rows={hits}
          onOpen={({ id }) => void navigate({ to: '/t/$tenant/events/$id', params: { tenant, id } })}
        />
      )}
      {hits.length === 0 && isOver && (
        <EmptyState title="No event matches">
          Check the filter against an event that you expect, or search a longer time.
        </EmptyState>
      )}
    </Card>
  )
}

/** The stream shows the job at its ends only: those who may read jobs see its progress meanwhile. */
function useCurrentJob(tenant: string, streamed: Job | undefined): Job | undefined {
  const session = useSession()
  const live = useLiveHints('jobs', streamed?.id)
  const isRunning = streamed !== undefined && isUnfinished(streamed)
  const { data } = useQuery({
    ...jobQuery(tenant, streamed?.id ?? ''),
    enabled: isRunning && mayManage(session),
    ...live,
  })
  return isRunning ? (data ?? streamed) : streamed
}
