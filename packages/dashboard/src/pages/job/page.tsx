import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { Card } from '../../components/display/card.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { Id } from '../../components/display/id.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { isUnfinished, type Job, jobQuery } from '../../data/jobs/jobs.ts'
import { useLiveHints } from '../../data/live-hints.ts'
import { formatMs } from '../../preferences/format-time.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { SearchHits } from '../event-search/search-hits.tsx'
import { CancelJob } from '../jobs/cancel-job.tsx'
import { JOB_KINDS } from '../jobs/job-kinds.ts'
import { JobProgress } from '../jobs/job-progress.tsx'
import { JobStatus } from '../jobs/job-status.tsx'
import { JobRequest } from './job-request.tsx'
import { jobRoute } from './route.ts'

export function JobPage() {
  const tenant = useTenant()
  const { id } = jobRoute.useParams()
  const { refetchInterval, meta } = useLiveHints('jobs', id)
  const {
    data: job,
    error,
    refetch,
  } = useQuery({
    ...jobQuery(tenant, id),
    meta,
    refetchInterval: ({ state }) =>
      state.data === undefined || isUnfinished(state.data) ? refetchInterval : false,
  })
  if (job === undefined) {
    return error === null ? (
      <Loading label="Loading the job" />
    ) : (
      <ErrorState error={error} what="job" onRetry={() => void refetch()} />
    )
  }
  return (
    <>
      <PageHeader
        above={
          <Link to="/t/$tenant/jobs" params={{ tenant }} className="hover:text-ink hover:underline">
            Jobs
          </Link>
        }
        title={
          <>
            {JOB_KINDS[job.kind]}
            <JobStatus status={job.status} />
          </>
        }
      >
        {isUnfinished(job) && <CancelJob tenant={tenant} job={job} />}
      </PageHeader>
      <div className="space-y-4">
        <Card title="Progress">
          <JobProgress job={job} isLarge />
          <div className="mt-5">
            <JobFacts job={job} />
          </div>
        </Card>
        <JobRequest tenant={tenant} job={job} />
        {job.kind === 'event_search' && <SearchHits key={id} tenant={tenant} jobId={id} />}
      </div>
    </>
  )
}

function JobFacts({ job: { id, createdAt, startedAt, finishedAt } }: { job: Job }) {
  return (
    <Facts>
      <Fact name="Job">
        <Id id={id} isShort />
      </Fact>
      <Fact name="Created">
        <DateTime at={createdAt} />
      </Fact>
      {startedAt !== null && startedAt !== undefined && (
        <Fact name="Started">
          <DateTime at={startedAt} />
        </Fact>
      )}
      {finishedAt !== null && finishedAt !== undefined && (
        <Fact name="Finished">
          <DateTime at={finishedAt} />
        </Fact>
      )}
      {startedAt != null && finishedAt != null && (
        <Fact name="Took">{formatMs(Date.parse(finishedAt) - Date.parse(startedAt))}</Fact>
      )}
    </Facts>
  )
}
