import {
  BulkFilter,
  EventSearch,
  type Job,
  type JobId,
  type SearchLimit,
  type TenantId,
  timeOfId,
} from '@posthorn/contracts'
import { alongIndex } from '../sql/along-index.ts'
import { run, type Sql } from '../sql/sql.ts'

/** A row of `bulk_jobs`, as the API shows it. */
interface BulkJobRow {
  id: JobId
  kind: 'bulk_retry' | 'bulk_cancel' | 'event_search'
  status: Job['status']
  request: unknown
  reached: string | null
  total: number | null
  done: number
  failed: number
  hits: number
  skipped: number
  limitReached: SearchLimit | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

const COLUMNS = `id, kind, status, request, reached, total, done, failed, hits, skipped,
      limit_reached AS "limitReached", created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt"`

const FIND = {
  name: 'find-bulk-job',
  text: `SELECT ${COLUMNS} FROM bulk_jobs WHERE id = $1 AND tenant_id = $2`,
}

export async function findBulkJob(sql: Sql, tenantId: TenantId, id: JobId): Promise<Job | undefined> {
  const [row] = await run<BulkJobRow>(sql, FIND, [id, tenantId])
  return row === undefined ? undefined : toJob(row)
}

const PAGE = alongIndex([['tenant_id', '$1']], { from: "''", before: '$2' })
const LIST = {
  name: 'list-bulk-jobs',
  text: `SELECT ${COLUMNS} FROM bulk_jobs WHERE ${PAGE.conditions} ORDER BY ${PAGE.order} LIMIT $3`,
}

/** The bulk jobs of a tenant before an id, newest first. */
export async function listBulkJobs(
  sql: Sql,
  tenantId: TenantId,
  { before, limit }: { before: string; limit: number },
): Promise<Job[]> {
  return (await run<BulkJobRow>(sql, LIST, [tenantId, before, limit])).map(toJob)
}

// Lock order: the job.
const CANCEL = {
  name: 'cancel-bulk-job',
  text: `
    UPDATE bulk_jobs SET status = 'cancelled', due_at = NULL, finished_at = now(), cleanup_at = coalesce(cleanup_at, now())
    WHERE id = $1 AND tenant_id = $2 AND finished_at IS NULL`,
}

/** Cancels a bulk job after its current part. No effect on a finished one. */
export async function cancelBulkJob(sql: Sql, tenantId: TenantId, id: JobId): Promise<void> {
  await run(sql, CANCEL, [id, tenantId])
}

function toJob(row: BulkJobRow): Job {
  const { id, kind, status, total, done, failed, createdAt, startedAt, finishedAt } = row
  return {
    id,
    kind,
    status,
    ...(kind === 'event_search' ? searchOf(row) : filterOf(row)),
    // Until it has started, the list is incomplete.
    total: startedAt === null ? null : total,
    done,
    failed,
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

function filterOf({ request }: BulkJobRow): Partial<Job> {
  const { data: filter } = BulkFilter.safeParse(request)
  // Such a job has failed, or will.
  return filter === undefined ? {} : { filter }
}

function searchOf({ request, hits, skipped, reached, limitReached, status }: BulkJobRow): Partial<Job> {
  const { data: search } = EventSearch.safeParse(request)
  // Such a search has failed, or will.
  if (search === undefined) return { hits, skipped }
  const isWhole = status === 'succeeded' && limitReached === null
  // Events that are not searched yet may share the millisecond of the last one.
  const oldest = reached === null ? search.to : new Date(timeOfId(reached).getTime() + 1).toISOString()
  return {
    search,
    hits,
    skipped,
    searchedTo: isWhole ? search.from : oldest,
    ...(limitReached === null ? {} : { limitReached }),
  }
}
