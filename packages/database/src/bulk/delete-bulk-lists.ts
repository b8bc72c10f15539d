import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'

const JOBS = `job_id = ANY (ARRAY(
    SELECT id FROM bulk_jobs WHERE cleanup_at <= now() AND kind <> 'event_search' ORDER BY cleanup_at LIMIT 20))`
const DELETE_DELIVERIES = deleteStatement('delete-bulk-deliveries', 'bulk_job_deliveries', JOBS)
const DELETE_ENDPOINTS = deleteStatement('delete-bulk-endpoints', 'bulk_job_endpoints', JOBS)

// Lock order: free bulk jobs (SKIP LOCKED).
const MARK_CLEAN = {
  name: 'mark-bulk-jobs-clean',
  text: `
    WITH clean AS (
      UPDATE bulk_jobs SET cleanup_at = NULL WHERE id = ANY (ARRAY(
        SELECT id FROM bulk_jobs WHERE cleanup_at <= now() AND kind <> 'event_search'
          AND NOT EXISTS (SELECT FROM bulk_job_deliveries WHERE job_id = bulk_jobs.id)
          AND NOT EXISTS (SELECT FROM bulk_job_endpoints WHERE job_id = bulk_jobs.id)
        LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED))
      RETURNING 1
    )
    SELECT count(*)::int AS count FROM clean`,
}

/**
 * Deletes at most `limit` rows of the lists that cancelled bulk jobs have left.
 * @returns whether there may be more
 */
export async function deleteBulkLists(database: Database, limit: number): Promise<boolean> {
  const pool = poolOf(database)
  const hasMore = await runBatch(pool, DELETE_DELIVERIES, limit)
  const hasMoreEndpoints = await runBatch(pool, DELETE_ENDPOINTS, limit)
  await runBatch(pool, MARK_CLEAN, limit)
  return hasMore || hasMoreEndpoints
}
