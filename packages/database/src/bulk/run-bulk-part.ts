import { DeliveryFilter, type JobId, type TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run, type Sql } from '../sql/sql.ts'
import type { BulkPart, RunningBulkJob } from './bulk-part.ts'
import { listNext } from './list-bulk-deliveries.ts'
import { processNext } from './process-bulk-deliveries.ts'

const FIND_DUE = {
  name: 'find-due-bulk-jobs',
  text: `
    SELECT id FROM (
      (SELECT id, due_at FROM bulk_jobs WHERE kind = 'bulk_retry' AND due_at <= now() ORDER BY due_at LIMIT $1)
      UNION ALL
      (SELECT id, due_at FROM bulk_jobs WHERE kind = 'bulk_cancel' AND due_at <= now() ORDER BY due_at LIMIT $1)
    ) AS due ORDER BY due_at LIMIT $1`,
}

/** Bulk jobs with a due part, the longest waiting first. */
export async function findDueBulkJobs(database: Database, limit: number): Promise<JobId[]> {
  const rows = await run<{ id: JobId }>(poolOf(database), FIND_DUE, [limit])
  return rows.map(({ id }) => id)
}

// Lock order of the transaction: the job (SKIP LOCKED); its next deliveries by id; rows of `counts`; a gate. Rows of the job's
// own lists are only changed behind the job's lock.
const LOCK = {
  name: 'lock-due-bulk-job',
  text: `
    SELECT id, tenant_id AS "tenantId", substr(kind::text, 6) AS action, request, reached,
      started_at IS NOT NULL AS "isListed"
    FROM bulk_jobs WHERE id = $1 AND kind <> 'event_search' AND due_at <= now() FOR NO KEY UPDATE SKIP LOCKED`,
}

// Lock order: none of its own; the job is locked already.
const FAIL = {
  name: 'fail-bulk-job',
  text: `
    UPDATE bulk_jobs SET status = 'failed', due_at = NULL, finished_at = now(), cleanup_at = coalesce(cleanup_at, now())
    WHERE id = $1`,
}

/**
 * Executes the next part of a bulk job and stores its progress, in one transaction. First the job lists its deliveries, then it
 * processes them, one endpoint at a time. Concurrent workers never execute the same part.
 * @returns undefined when another worker has locked the job, or it is not due
 */
export async function runBulkPart(
  database: Database,
  id: JobId,
): Promise<(BulkPart & { tenantId: TenantId }) | undefined> {
  return inTransaction(poolOf(database), async (sql) => {
    type Row = Omit<RunningBulkJob, 'filter'> & { request: unknown; isListed: boolean }
    const [row] = await run<Row>(sql, LOCK, [id])
    if (row === undefined) return undefined
    const { isListed, request, ...job } = row
    const part = isListed ? await processNext(sql, job) : await listOrFail(sql, job, request)
    return { ...part, tenantId: job.tenantId }
  })
}

async function listOrFail(
  sql: Sql,
  job: Omit<RunningBulkJob, 'filter'>,
  request: unknown,
): Promise<BulkPart> {
  const { data: filter } = DeliveryFilter.safeParse(request)
  if (filter !== undefined) return listNext(sql, { ...job, filter })
  // Repeated, it would fail again and again.
  await run(sql, FAIL, [job.id])
  return { kind: 'finished', status: 'failed', cause: 'invalid_request' }
}

const POSTPONE = {
  name: 'postpone-bulk-job',
  text: 'UPDATE bulk_jobs SET due_at = now() + make_interval(secs => $2) WHERE id = $1 AND finished_at IS NULL',
}

/** Postpones a bulk job whose part has failed. */
export async function retryBulkJobLater(database: Database, id: JobId, seconds: number): Promise<void> {
  await run(poolOf(database), POSTPONE, [id, seconds])
}
