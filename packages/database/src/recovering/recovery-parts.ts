import type { EndpointId, JobId, RecoverableStatus, TenantId } from '@posthorn/contracts'
import { isLeased } from '../delivering/leases.ts'
import { setNotificationPending } from '../notifying/notification-columns.ts'
import { run, type Sql } from '../sql/sql.ts'

/** An unfinished recovery, locked by the worker that executes its next part. */
export interface RunningRecovery {
  id: JobId
  tenantId: TenantId
  endpointId: EndpointId
  since: Date
  until: Date
  statuses: RecoverableStatus[]
  /** `finished_at` and id of the last processed delivery. Null at the beginning. */
  reachedAt: Date | null
  reachedId: string | null
}

/** The result of one part. `deferred`: enough deliveries wait for the endpoint already. */
export type RecoveryPart =
  | { kind: 'counted' | 'retried'; deliveries: number }
  | { kind: 'deferred' }
  | { kind: 'finished'; status: 'succeeded' | 'failed' }

/** Counting this many takes well under a second. */
const COUNT_MAX = 50_000

// The next deliveries of a recovery, the latest finished first. Each status is a range of the index, read from the reached
// position on and no further than needed. Whole rows are compared, so that no other index applies
// (packages/database/src/sql/along-index.ts).
const NEXT = `
  SELECT next.id, next.finished_at FROM unnest($1::delivery_status[]) AS requested (status) CROSS JOIN LATERAL (
    SELECT id, finished_at FROM deliveries
    WHERE finished_at IS NOT NULL AND trigger <> 'test'
      AND (endpoint_id, status, finished_at, id) >= ($2, requested.status, $3::timestamptz, '')
      AND (endpoint_id, status, finished_at, id) < ($2, requested.status, $4::timestamptz, $5)
    ORDER BY endpoint_id DESC, status DESC, finished_at DESC, id DESC LIMIT $6
  ) AS next
  ORDER BY next.finished_at DESC, next.id DESC LIMIT $6`

/** The last delivery that NEXT has found. */
const LAST = 'SELECT finished_at, id FROM next ORDER BY finished_at, id LIMIT 1'

function valuesOfNext(
  { statuses, endpointId, since, until, reachedAt, reachedId }: RunningRecovery,
  limit: number,
) {
  return [statuses, endpointId, since, reachedAt ?? until, reachedId ?? '', limit]
}

// A service of the previous version counts in another order: `reached_id` is null then, and the count starts again at 0.
const COUNT = {
  name: 'count-deliveries-to-recover',
  text: `
    WITH next AS (${NEXT}), counted AS (SELECT count(*)::int AS count FROM next), last AS (${LAST})
    UPDATE jobs SET total = CASE WHEN reached_id IS NULL THEN 0 ELSE coalesce(total, 0) END + counted.count,
      reached_finished_at = CASE WHEN counted.count < $6 THEN NULL ELSE last.finished_at END,
      reached_id = CASE WHEN counted.count < $6 THEN NULL ELSE last.id END,
      started_at = CASE WHEN counted.count < $6 THEN now() END,
      status = CASE WHEN counted.count < $6 THEN 'running'::job_status ELSE status END,
      due_at = now() + make_interval(secs => $8::float8 / 1000)
    FROM counted LEFT JOIN last ON true WHERE jobs.id = $7
    RETURNING counted.count`,
}

/** Counts the next deliveries of a recovery. After the last ones the recovery is started. */
export async function countNext(sql: Sql, recovery: RunningRecovery, pauseMs: number): Promise<RecoveryPart> {
  const values = [...valuesOfNext(recovery, COUNT_MAX), recovery.id, pauseMs]
  const [row] = await run<{ count: number }>(sql, COUNT, values)
  return { kind: 'counted', deliveries: row?.count ?? 0 }
}

const COUNT_WAITING = {
  name: 'count-waiting-of-endpoint',
  text: `
    SELECT count(*)::int AS waiting FROM (
      SELECT FROM deliveries WHERE endpoint_id = $1 AND status = 'pending' AND remind_at IS NULL LIMIT $2
    ) AS waiting`,
}

const POSTPONE = {
  name: 'postpone-recovery-part',
  text: 'UPDATE jobs SET due_at = now() + make_interval(secs => $2::float8 / 1000) WHERE id = $1',
}

// Lock order: deliveries by id, which is not the order of `next`; the recovery is locked already.
//
// The deliveries wait for their endpoint and get a job when it accepts them, so the queue cannot lose them. A delivery that was
// cancelled during an attempt is skipped until that attempt ends, because its result would count for the new status.
const RETRY = {
  name: 'retry-deliveries-of-recovery',
  text: `
    WITH next AS MATERIALIZED (${NEXT}), locked AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id IN (SELECT id FROM next) ORDER BY id FOR NO KEY UPDATE
    ), retried AS (
      UPDATE deliveries d SET status = 'pending', trigger = 'recover', failure_count = 0, next_attempt_at = now(),
        remind_at = NULL, finished_at = NULL, reason = NULL, ${setNotificationPending('false')}
      FROM locked
      WHERE d.id = locked.id AND d.status = ANY ($1::delivery_status[])
        AND (d.status = 'failed' OR NOT ${isLeased('d.id')})
      RETURNING d.id
    ), processed AS (
      SELECT count(*)::int AS count, (SELECT count(*)::int FROM retried) AS retried FROM next
    ), last AS (${LAST})
    UPDATE jobs SET done = done + processed.retried, failed = failed + processed.count - processed.retried,
      reached_finished_at = coalesce(last.finished_at, reached_finished_at),
      reached_id = coalesce(last.id, reached_id), due_at = now() + make_interval(secs => $8::float8 / 1000)
    FROM processed LEFT JOIN last ON true WHERE jobs.id = $7
    RETURNING processed.count, processed.retried`,
}

// Lock order: the gate, after the deliveries. A transaction that holds a gate never waits for a delivery.
const WAKE = {
  name: 'wake-gate-of-recovery',
  text: 'UPDATE endpoint_gates SET wake_at = least(wake_at, now()) WHERE endpoint_id = $1',
}

/**
 * Makes the next deliveries of a recovery pending, unless enough deliveries wait for the endpoint already.
 * @param reserve maximum number of waiting deliveries, and the size of a part
 * @param postponeMs delay of the next part when as many wait
 */
export async function retryNext(
  sql: Sql,
  recovery: RunningRecovery,
  { reserve, pauseMs, postponeMs }: { reserve: number; pauseMs: number; postponeMs: number },
): Promise<RecoveryPart> {
  const [state] = await run<{ waiting: number }>(sql, COUNT_WAITING, [recovery.endpointId, reserve])
  if (state !== undefined && state.waiting >= reserve) {
    await run(sql, POSTPONE, [recovery.id, postponeMs])
    return { kind: 'deferred' }
  }
  const values = [...valuesOfNext(recovery, reserve), recovery.id, pauseMs]
  const [part] = await run<{ count: number; retried: number }>(sql, RETRY, values)
  const { count, retried } = part ?? { count: 0, retried: 0 }
  if (retried > 0) await run(sql, WAKE, [recovery.endpointId])
  return count < reserve
    ? finishRecovery(sql, recovery.id, 'succeeded')
    : { kind: 'retried', deliveries: retried }
}

// Deliveries that were counted and not found later count as failed: their status has changed.
const FINISH = {
  name: 'finish-recovery',
  text: `
    UPDATE jobs SET status = $2::job_status, due_at = NULL, finished_at = now(), total = greatest(total, done),
      failed = CASE WHEN started_at IS NULL THEN 0 ELSE greatest(total, done) - done END
    WHERE id = $1`,
}

/** Finishes a recovery: `succeeded` when all deliveries were processed, `failed` when the endpoint was deleted. */
export async function finishRecovery(
  sql: Sql,
  id: JobId,
  status: 'succeeded' | 'failed',
): Promise<RecoveryPart> {
  await run(sql, FINISH, [id, status])
  return { kind: 'finished', status }
}
