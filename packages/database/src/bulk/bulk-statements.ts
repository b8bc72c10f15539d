import { countCancelled } from '../counting/counts.ts'
import { isLeased } from '../delivering/leases.ts'
import { setNotificationPending } from '../notifying/notification-columns.ts'

/** Deliveries that a statement has removed from the list of a job, and how many of them it has changed. */
export interface ProcessedRow {
  count: number
  changed: number
}

// Each statement takes the next deliveries of a job $1 to an endpoint $2 from its list, at most $3, the newest first. What it does
// not change counts as failed: the status has changed since the delivery was listed.
// Lock order: deliveries by id, then rows of `counts`; the job, and with it its list, is locked already.
const processStatement = (changed: string) => `
    WITH next AS MATERIALIZED (
      SELECT delivery_id AS id FROM bulk_job_deliveries WHERE job_id = $1 AND endpoint_id = $2
      ORDER BY job_id DESC, endpoint_id DESC, delivery_id DESC LIMIT $3
    ), locked AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id = ANY (ARRAY(SELECT id FROM next)) ORDER BY id FOR NO KEY UPDATE
    ), ${changed}, removed AS (
      DELETE FROM bulk_job_deliveries
      WHERE job_id = $1 AND endpoint_id = $2 AND delivery_id = ANY (ARRAY(SELECT id FROM next))
    ), result AS (
      SELECT (SELECT count(*)::int FROM next) AS count, (SELECT count(*)::int FROM changed) AS changed
    )
    UPDATE bulk_jobs SET done = done + result.changed, failed = failed + result.count - result.changed
    FROM result WHERE id = $1
    RETURNING result.count, result.changed`

/**
 * Makes deliveries wait for their endpoint, which gets them within its limits. Failed and cancelled ones begin their schedule again;
 * for pending ones the next attempt is due now. A delivery with an attempt in flight is not changed, nor is a test.
 */
export const RETRY_LISTED = {
  name: 'retry-bulk-deliveries',
  text: processStatement(`changed AS (
      UPDATE deliveries d SET status = 'pending', next_attempt_at = now(), remind_at = NULL, finished_at = NULL,
        reason = NULL, ${setNotificationPending('false')},
        trigger = CASE WHEN status = 'pending' THEN trigger ELSE 'recover' END,
        failure_count = CASE WHEN status = 'pending' THEN failure_count ELSE 0 END
      WHERE id = ANY (ARRAY(SELECT id FROM locked)) AND trigger <> 'test'
        AND (status = 'failed' OR (status IN ('pending', 'cancelled') AND NOT ${isLeased('d.id')}))
      RETURNING id
    )`),
}

/** Cancels pending deliveries. An attempt in flight is not aborted. */
export const CANCEL_LISTED = {
  name: 'cancel-bulk-deliveries',
  text: processStatement(`changed AS (
      UPDATE deliveries SET status = 'cancelled', reason = 'cancelled_by_request', finished_at = now(),
        next_attempt_at = NULL, remind_at = NULL, manual_at = NULL
      WHERE id = ANY (ARRAY(SELECT id FROM locked)) AND status = 'pending'
      RETURNING tenant_id, endpoint_id
    ), counted AS (${countCancelled('changed')}
    )`),
}

/** Leaves deliveries as they are: their endpoint accepts none. */
export const FAIL_LISTED = {
  name: 'fail-bulk-deliveries',
  text: `
    WITH removed AS (
      DELETE FROM bulk_job_deliveries WHERE job_id = $1 AND endpoint_id = $2 AND delivery_id = ANY (ARRAY(
        SELECT delivery_id FROM bulk_job_deliveries WHERE job_id = $1 AND endpoint_id = $2
        ORDER BY job_id DESC, endpoint_id DESC, delivery_id DESC LIMIT $3))
      RETURNING 1
    ), result AS (
      SELECT count(*)::int AS count FROM removed
    )
    UPDATE bulk_jobs SET failed = failed + result.count FROM result WHERE id = $1
    RETURNING result.count, 0 AS changed`,
}
