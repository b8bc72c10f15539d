import { type AttemptTrigger, type DeliveryId, newId } from '@posthorn/contracts'
import { slotOf, statusClassOf } from '@posthorn/webhook'
import { addToCounts, DELIVERY_SHARD } from './counts.ts'
import type { Database } from './database.ts'
import { type DueDelivery, FIRST_REMINDER_SECONDS } from './reminders.ts'
import { run } from './sql.ts'

type HeaderMap = Record<string, string | string[]>

/** What an attempt was and what becomes of its delivery. */
export interface AttemptRecord {
  deliveryId: DeliveryId
  number: number
  trigger: AttemptTrigger
  startedAt: Date
  durationMs: number
  requestHeaders: HeaderMap
  statusCode: number | undefined
  responseHeaders: HeaderMap | undefined
  responseBody: Uint8Array | undefined
  responseBodyTruncated: boolean
  errorCode: string | undefined
  next: AfterAttempt
}

/**
 * `unchanged`: an attempt by hand has failed, which leaves status and schedule as they were. `tellTenant`: the delivery
 * has used up its schedule, of which its tenant is to be told.
 */
export type AfterAttempt =
  | { status: 'succeeded' }
  | { status: 'failed'; disableEndpoint: boolean; failureCount: number; tellTenant: boolean }
  | { status: 'pending'; delayMs: number; failureCount: number }
  | { status: 'unchanged'; disableEndpoint: boolean }

// The attempt is put on record in any case; one that was taken for lost is put right. The delivery moves on only while
// it is in this worker's hands (its count is this attempt's number). But a success is the truth whatever has happened
// to the delivery since: taken over by another worker, cancelled, failed. An attempt that was asked for by hand in the
// meantime is due at once.
// The place that is now free goes to the delivery of the endpoint that has waited longest. Not while the circuit is open
// or a rate limit sets the pace: then it is for `wakeEndpoint` to say.
// What is told twice is counted once: an attempt with its record, a delivery when it moves.
const RECORD = {
  name: 'record-attempt',
  text: `
    WITH attempt AS (
      INSERT INTO attempts AS a (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code,
        response_headers, response_body, response_body_truncated, error_code, result)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      ON CONFLICT (delivery_id, number) DO UPDATE SET started_at = excluded.started_at,
        duration_ms = excluded.duration_ms, request_headers = excluded.request_headers,
        status_code = excluded.status_code, response_headers = excluded.response_headers,
        response_body = excluded.response_body, response_body_truncated = excluded.response_body_truncated,
        error_code = excluded.error_code, result = excluded.result
        WHERE a.error_code = 'worker_lost'
      RETURNING delivery_id
    ), delivery AS (
      UPDATE deliveries SET status = coalesce($14::delivery_status, status), failure_count = coalesce($15::int, failure_count),
        next_attempt_at = CASE WHEN $14::delivery_status IS NULL THEN next_attempt_at ELSE now() + make_interval(secs => $16::float8 / 1000) END,
        remind_at = CASE WHEN $14::delivery_status = 'succeeded' THEN NULL WHEN manual_at > claimed_at THEN now()
          WHEN $14::delivery_status IS NULL THEN next_attempt_at + make_interval(secs => ${FIRST_REMINDER_SECONDS})
          ELSE now() + make_interval(secs => $16::float8 / 1000 + ${FIRST_REMINDER_SECONDS}) END,
        manual_at = CASE WHEN $14::delivery_status = 'succeeded' OR manual_at <= claimed_at THEN NULL ELSE manual_at END,
        finished_at = CASE WHEN $14::delivery_status IS NULL THEN finished_at WHEN $14::delivery_status = 'pending' THEN NULL ELSE now() END,
        exhausted_untold = exhausted_untold OR $20::boolean,
        claimed_at = CASE WHEN attempt_count = $3 THEN NULL ELSE claimed_at END,
        lease_until = CASE WHEN attempt_count = $3 THEN NULL ELSE lease_until END
      WHERE id = $2 AND (
        (attempt_count = $3 AND lease_until IS NOT NULL AND (status = 'pending' OR $14::delivery_status IS NULL))
        OR ($14::delivery_status = 'succeeded' AND status <> 'succeeded'))
      RETURNING id, tenant_id, endpoint_id
    ), released AS (
      UPDATE deliveries SET claimed_at = NULL, lease_until = NULL
      WHERE id = $2 AND attempt_count = $3 AND lease_until IS NOT NULL AND NOT EXISTS (SELECT FROM delivery)
    ), endpoint AS (
      UPDATE endpoints SET enabled = false, disabled_reason = 'gone', updated_at = now()
      WHERE $17::boolean AND id = (SELECT endpoint_id FROM deliveries WHERE id = $2) AND enabled
      RETURNING id
    ), told AS (
      UPDATE endpoint_gates SET tell_at = now() WHERE endpoint_id = (SELECT id FROM endpoint)
    ), waiting AS (
      SELECT w.id FROM deliveries w JOIN endpoints e ON e.id = w.endpoint_id
        JOIN endpoint_gates g ON g.endpoint_id = w.endpoint_id
      WHERE w.endpoint_id = (SELECT endpoint_id FROM deliveries WHERE id = $2) AND g.circuit_opened_at IS NULL
        AND e.enabled AND e.rate_limit_per_second IS NULL AND w.status = 'pending' AND w.remind_at IS NULL
      ORDER BY w.next_attempt_at LIMIT 1 FOR NO KEY UPDATE OF w SKIP LOCKED
    ), woken AS (
      UPDATE deliveries d SET remind_at = now() + make_interval(secs => ${FIRST_REMINDER_SECONDS})
      FROM waiting WHERE d.id = waiting.id
      RETURNING d.id, d.attempt_count + 1 AS number
    ), counted AS (${addToCounts(`
        SELECT tenant_id, endpoint_id, 'attempt.' || $18 AS kind, $19::smallint AS slot, 1 AS count
        FROM deliveries WHERE id = (SELECT delivery_id FROM attempt)
        UNION ALL
        SELECT tenant_id, endpoint_id, 'delivery.' || $14::delivery_status, ${DELIVERY_SHARD}, 1
        FROM delivery WHERE $14::delivery_status IN ('succeeded', 'failed')`)}
    )
    SELECT (SELECT count(*)::int FROM delivery) AS moved, (SELECT id FROM woken) AS "wokenId",
      (SELECT number FROM woken) AS "wokenNumber"`,
}

/**
 * Puts an attempt on record and moves its delivery on, in one statement. Safe to repeat with the same record.
 * @returns whether the delivery moved on with it, and a delivery that need not wait for its endpoint any longer
 */
export async function recordAttempt(
  { pool }: Database,
  record: AttemptRecord,
): Promise<{ moved: boolean; woken: DueDelivery | undefined }> {
  const { next } = record
  const [row] = await run<{ moved: number; wokenId: DeliveryId | null; wokenNumber: number | null }>(
    pool,
    RECORD,
    [
      newId('attempt', record.startedAt),
      record.deliveryId,
      record.number,
      record.trigger,
      record.startedAt,
      Math.round(record.durationMs),
      JSON.stringify(record.requestHeaders),
      record.statusCode,
      record.responseHeaders === undefined ? undefined : JSON.stringify(record.responseHeaders),
      record.responseBody,
      record.responseBodyTruncated,
      record.errorCode,
      next.status === 'succeeded' ? 'succeeded' : 'failed',
      next.status === 'unchanged' ? undefined : next.status,
      'failureCount' in next ? next.failureCount : undefined,
      next.status === 'pending' ? next.delayMs : undefined,
      'disableEndpoint' in next && next.disableEndpoint,
      statusClassOf(record.statusCode),
      slotOf(Math.round(record.durationMs)),
      'tellTenant' in next && next.tellTenant,
    ],
  )
  const { wokenId, wokenNumber } = row ?? {}
  const woken = wokenId && wokenNumber ? { deliveryId: wokenId, attemptNumber: wokenNumber } : undefined
  return { moved: row?.moved === 1, woken }
}
