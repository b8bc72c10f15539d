import type { EndpointId, JobId, RecoverableStatus } from '@posthorn/contracts'
import { isLeased } from '../delivering/leases.ts'
import { run, type Sql } from '../sql/sql.ts'

/** A job under way, locked by whoever does its next part. */
export interface RunningRecovery {
  id: JobId
  endpointId: EndpointId
  since: Date
  until: Date
  statuses: RecoverableStatus[]
  /** Of the last delivery that was looked at: when it finished, and its id. Null at the beginning. */
  reachedAt: Date | null
  reachedId: string | null
}

/** What was done in one part. `held_back`: the endpoint is to send first what waits for it. */
export type RecoveryPart =
  | { kind: 'counted' | 'sent'; deliveries: number }
  | { kind: 'held_back' }
  | { kind: 'finished'; status: 'succeeded' | 'failed' }

/** A part of this size is counted in well under a second. */
const COUNT_MAX = 50_000

// The next deliveries of a job, those first that finished last: each status has a row of its own in the index, which is
// read from the position that was reached, and no further than needed. Rows are compared as a whole so that no other index
// serves (packages/database/src/sql/along-index.ts).
const NEXT = `
  SELECT next.id, next.finished_at FROM unnest($1::delivery_status[]) AS wanted (status) CROSS JOIN LATERAL (
    SELECT id, finished_at FROM deliveries
    WHERE finished_at IS NOT NULL AND trigger <> 'test'
      AND (endpoint_id, status, finished_at, id) >= ($2, wanted.status, $3::timestamptz, '')
      AND (endpoint_id, status, finished_at, id) < ($2, wanted.status, $4::timestamptz, $5)
    ORDER BY endpoint_id DESC, status DESC, finished_at DESC, id DESC LIMIT $6
  ) AS next
  ORDER BY next.finished_at DESC, next.id DESC LIMIT $6`

/** Where those end that NEXT has found. */
const LAST = 'SELECT finished_at, id FROM next ORDER BY finished_at, id LIMIT 1'

function valuesOfNext(
  { statuses, endpointId, since, until, reachedAt, reachedId }: RunningRecovery,
  limit: number,
) {
  return [statuses, endpointId, since, reachedAt ?? until, reachedId ?? '', limit]
}

// What a service of the version before has counted it has counted in another order: that is begun again.
const COUNT = {
  name: 'count-some-to-recover',
  text: `
    WITH next AS (${NEXT}), seen AS (SELECT count(*)::int AS count FROM next), last AS (${LAST})
    UPDATE jobs SET total = CASE WHEN reached_id IS NULL THEN 0 ELSE coalesce(total, 0) END + seen.count,
      reached_finished_at = CASE WHEN seen.count < $6 THEN NULL ELSE last.finished_at END,
      reached_id = CASE WHEN seen.count < $6 THEN NULL ELSE last.id END,
      started_at = CASE WHEN seen.count < $6 THEN now() END,
      status = CASE WHEN seen.count < $6 THEN 'running'::job_status ELSE status END,
      due_at = now() + make_interval(secs => $8::float8 / 1000)
    FROM seen LEFT JOIN last ON true WHERE jobs.id = $7
    RETURNING seen.count`,
}

/** Counts the next deliveries of a job; when there are no more to be counted, the job has started. */
export async function countSome(sql: Sql, job: RunningRecovery, pauseMs: number): Promise<RecoveryPart> {
  const values = [...valuesOfNext(job, COUNT_MAX), job.id, pauseMs]
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

const HOLD_BACK = {
  name: 'hold-job-back',
  text: 'UPDATE jobs SET due_at = now() + make_interval(secs => $2::float8 / 1000) WHERE id = $1',
}

// They become deliveries that wait for their endpoint, and have no job: they get one as the endpoint takes them. So no
// queue has to hold them, and nothing is lost with it. One that was cancelled while it was being sent is not begun anew
// before that attempt has ended: it would be taken for the new one. Locked in the order of their ids, like all who change
// many at once: newest first, they would lock out those who begin at the other end.
const SEND = {
  name: 'send-some-again',
  text: `
    WITH next AS MATERIALIZED (${NEXT}), locked AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id IN (SELECT id FROM next) ORDER BY id FOR NO KEY UPDATE
    ), sent AS (
      UPDATE deliveries d SET status = 'pending', trigger = 'recover', failure_count = 0, next_attempt_at = now(),
        remind_at = NULL, finished_at = NULL, exhausted_untold = false
      FROM locked
      WHERE d.id = locked.id AND d.status = ANY ($1::delivery_status[])
        AND (d.status = 'failed' OR NOT ${isLeased('d.id')})
      RETURNING d.id
    ), seen AS (
      SELECT count(*)::int AS count, (SELECT count(*)::int FROM sent) AS sent FROM next
    ), last AS (${LAST})
    UPDATE jobs SET done = done + seen.sent, failed = failed + seen.count - seen.sent,
      reached_finished_at = coalesce(last.finished_at, reached_finished_at),
      reached_id = coalesce(last.id, reached_id), due_at = now() + make_interval(secs => $8::float8 / 1000)
    FROM seen LEFT JOIN last ON true WHERE jobs.id = $7
    RETURNING seen.count, seen.sent`,
}

const WAKE = {
  name: 'wake-gate-of-job',
  text: 'UPDATE endpoint_gates SET wake_at = least(wake_at, now()) WHERE endpoint_id = $1',
}

/**
 * Puts the next deliveries of a job on their way, unless enough of its endpoint's are waiting.
 * @param reserve so many may wait, and so many are taken at once
 * @param heldBackMs after which it is looked at again when as many wait
 */
export async function sendSome(
  sql: Sql,
  job: RunningRecovery,
  { reserve, pauseMs, heldBackMs }: { reserve: number; pauseMs: number; heldBackMs: number },
): Promise<RecoveryPart> {
  const [state] = await run<{ waiting: number }>(sql, COUNT_WAITING, [job.endpointId, reserve])
  if (state !== undefined && state.waiting >= reserve) {
    await run(sql, HOLD_BACK, [job.id, heldBackMs])
    return { kind: 'held_back' }
  }
  const values = [...valuesOfNext(job, reserve), job.id, pauseMs]
  const [part] = await run<{ count: number; sent: number }>(sql, SEND, values)
  const { count, sent } = part ?? { count: 0, sent: 0 }
  // After the deliveries: whoever holds a gate never waits for one of them.
  if (sent > 0) await run(sql, WAKE, [job.endpointId])
  return count < reserve ? finishRecovery(sql, job.id, 'succeeded') : { kind: 'sent', deliveries: sent }
}

// What was counted and is not there any more could not be sent either: its status has changed.
const FINISH = {
  name: 'finish-recovery',
  text: `
    UPDATE jobs SET status = $2::job_status, due_at = NULL, finished_at = now(), total = greatest(total, done),
      failed = CASE WHEN started_at IS NULL THEN 0 ELSE greatest(total, done) - done END
    WHERE id = $1`,
}

/** Ends a job: there is nothing left to be sent, or nowhere to send it. */
export async function finishRecovery(
  sql: Sql,
  id: JobId,
  status: 'succeeded' | 'failed',
): Promise<RecoveryPart> {
  await run(sql, FINISH, [id, status])
  return { kind: 'finished', status }
}
