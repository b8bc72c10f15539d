import { Link } from '@tanstack/react-router'
import { RowTime } from '../../components/display/row-time.tsx'
import { defineColumns } from '../../components/table/columns.ts'
import { isUnfinished, type Job } from '../../data/jobs/jobs.ts'
import { CancelJob } from './cancel-job.tsx'
import { JOB_KINDS } from './job-kinds.ts'
import { JobProgress } from './job-progress.tsx'
import { JobStatus } from './job-status.tsx'
import { textOfProgress } from './progress.ts'

/** The columns of the list. */
export function jobColumns(tenant: string) {
  return defineColumns<Job>([
    {
      id: 'status',
      header: 'Status',
      className: 'w-28 sm:w-32',
      cell: ({ status }) => <JobStatus status={status} />,
    },
    {
      id: 'kind',
      header: 'Job',
      cell: (job) => (
        <span className="block min-w-0">
          <Link
            to="/t/$tenant/jobs/$id"
            params={{ tenant, id: job.id }}
            className="block truncate font-medium hover:underline"
          >
            {JOB_KINDS[job.kind]}
          </Link>
          <span className="block truncate text-xs text-faint md:hidden">{textOfProgress(job)}</span>
        </span>
      ),
    },
    {
      id: 'progress',
      header: 'Progress',
      className: 'w-[34%] max-md:hidden',
      cell: (job) => <JobProgress job={job} />,
    },
    {
      id: 'created',
      header: 'Created',
      className: 'w-24 text-right sm:w-36',
      cell: ({ createdAt }) => <RowTime at={createdAt} />,
    },
    {
      id: 'actions',
      header: '',
      className: 'w-24 text-right max-sm:hidden',
      cell: (job) => isUnfinished(job) && <CancelJob tenant={tenant} job={job} size="small" />,
    },
  ])
}
