import {
  type AttemptTrigger,
  type DeliveryId,
  type EndpointId,
  newId,
  type TenantId,
} from '@posthorn/contracts'
import { latencyBinOf, statusClassOf } from '@posthorn/webhook'
import { addToCounts, DELIVERY_SHARD } from '../counting/counts.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type DueDelivery, FIRST_REMINDER_SECONDS } from './reminders.ts'

type HeaderMap = Record<string, string | string[]>

/** The result of an attempt and the next state of its delivery. */
export interface AttemptRecord {
  deliveryId: DeliveryId
  tenantId: TenantId
  endpointId: EndpointId
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
 * `unchanged`: a manual attempt failed; status and schedule stay the same. `tellTenant`: the delivery used up its
 * schedule, so a notification of its tenant is pending.
 */
export type AfterAttempt =
  | { status: 'succeeded' }
  | { status: 'failed'; disableEndpoint: boolean; failureCount: number; tellTenant: boolean }
  | { status: 'pending'; delayMs: number; failureCount: number }
  | { status: 'unchanged'; disableEndpoint: boolean }

// Lock order: the recorded deliveries by id, their leases, attempts; after a 410 the endpoint and its gate; free waiting
// deliveries (SKIP LOCKED); rows of `counts`; the tenant of the 410 (trigger). See docs/consistency.md#recorded-attempts.
//
// Every attempt is stored, and replaces one recorded as lost. The delivery changes state only if the lease has this attempt's
// number and the delivery was not cancelled; a cancelled one only loses its lease. A success always counts, even if another
// worker claimed the delivery since, or it was cancelled or failed. A manual attempt requested meanwhile is due at once.
// Nothing is stored for a delivery that was deleted with its tenant: `locked` locks the rows before anything is written.
// Every write reads from `locked`, because PostgreSQL does not define the order of the parts of a statement, and a row that
// one part has updated cannot be locked by another: it would look deleted.
// If a failover loses the claim, the attempt is stored all the same and its number is taken.
// Free capacity goes to the deliveries of the endpoint that have waited longest, except while the circuit is open or with a
// rate limit: then `wakeEndpoint` decides.
// A repeated record is counted once: an attempt when it is inserted, a delivery when it changes state.
const CHANGES_STATE = `(d.status = 'pending' OR g.next_status IS NULL OR (g.next_status = 'succeeded' AND d.status <> 'succeeded'))`
const RECORD = {
  name: 'record-attempts',
  text: `
    WITH locked AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id = ANY ($2) ORDER BY id FOR NO KEY UPDATE
    ), given AS MATERIALIZED (
      SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]::attempt_trigger[], $5::timestamptz[], $6::int[],
        $7::text[], $8::int[], $9::text[], $10::bytea[], $11::boolean[], $12::text[], $13::text[]::attempt_result[],
        $14::text[]::delivery_status[], $15::int[], $16::float8[], $17::boolean[], $18::text[], $19::smallint[],
        $20::boolean[], $21::text[], $22::text[])
        AS g (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code, response_headers,
          response_body, response_body_truncated, error_code, result, next_status, failure_count, delay_ms,
          disable_endpoint, status_class, slot, tell_tenant, tenant_id, endpoint_id)
      WHERE delivery_id IN (SELECT id FROM locked)
    ), lease AS (
      DELETE FROM leases l USING given g
      WHERE l.delivery_id = g.delivery_id AND l.number = g.number
      RETURNING g.*, l.claimed_at
    ), attempt AS (
      INSERT INTO attempts AS a (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code,
        response_headers, response_body, response_body_truncated, error_code, result)
      SELECT id, delivery_id, number, trigger, started_at, duration_ms, request_headers::jsonb, status_code,
        response_headers::jsonb, response_body, response_body_truncated, error_code, result
      FROM given
      ON CONFLICT (delivery_id, number) DO UPDATE SET started_at = excluded.started_at,
        duration_ms = excluded.duration_ms, request_headers = excluded.request_headers,
        status_code = excluded.status_code, response_headers = excluded.response_headers,
        response_body = excluded.response_body, response_body_truncated = excluded.response_body_truncated,
        error_code = excluded.error_code, result = excluded.result
        WHERE a.error_code = 'worker_lost'
      RETURNING delivery_id
    ), updated AS (
      UPDATE deliveries d SET attempt_count = greatest(d.attempt_count, g.number),
        status = CASE WHEN ${CHANGES_STATE} THEN coalesce(g.next_status, d.status) ELSE d.status END,
        failure_count = CASE WHEN ${CHANGES_STATE} THEN coalesce(g.failure_count, d.failure_count) ELSE d.failure_count END,
        next_attempt_at = CASE WHEN g.next_status IS NULL OR NOT ${CHANGES_STATE} THEN d.next_attempt_at
          ELSE now() + make_interval(secs => g.delay_ms / 1000) END,
        remind_at = CASE WHEN NOT ${CHANGES_STATE} THEN d.remind_at WHEN g.next_status = 'succeeded' THEN NULL
          WHEN d.manual_at > g.claimed_at THEN now()
          WHEN g.next_status IS NULL THEN d.next_attempt_at + make_interval(secs => ${FIRST_REMINDER_SECONDS})
          ELSE now() + make_interval(secs => g.delay_ms / 1000 + ${FIRST_REMINDER_SECONDS}) END,
        manual_at = CASE WHEN ${CHANGES_STATE} AND (g.next_status = 'succeeded' OR d.manual_at <= g.claimed_at) THEN NULL
          ELSE d.manual_at END,
        finished_at = CASE WHEN g.next_status IS NULL OR NOT ${CHANGES_STATE} THEN d.finished_at
          WHEN g.next_status = 'pending' THEN NULL ELSE now() END,
        exhausted_untold = CASE WHEN g.next_status = 'succeeded' THEN false
          ELSE d.exhausted_untold OR (g.tell_tenant AND ${CHANGES_STATE}) END
      FROM (
        SELECT * FROM lease UNION ALL
        SELECT given.*, NULL FROM given WHERE next_status = 'succeeded' AND delivery_id NOT IN (SELECT delivery_id FROM lease)
      ) AS g
      WHERE d.id = g.delivery_id AND (g.claimed_at IS NOT NULL OR d.status <> 'succeeded')
      RETURNING d.id, d.tenant_id, d.endpoint_id, g.next_status, d.status, d.finished_at
    ), numbered AS (
      UPDATE deliveries d SET attempt_count = g.number FROM given g
      WHERE d.id = g.delivery_id AND d.attempt_count < g.number
        AND g.next_status IS DISTINCT FROM 'succeeded' AND g.delivery_id NOT IN (SELECT delivery_id FROM lease)
    ), delivery AS (
      SELECT * FROM updated WHERE next_status IS NULL
        OR (status = next_status AND (next_status = 'pending' OR finished_at = now()::timestamptz(3)))
    ), endpoint AS (
      UPDATE endpoints SET enabled = false, disabled_reason = 'gone', updated_at = now()
      WHERE enabled AND id IN (SELECT endpoint_id FROM given WHERE disable_endpoint)
      RETURNING id
    ), pending_notification AS (
      UPDATE endpoint_gates SET tell_at = now() WHERE endpoint_id IN (SELECT id FROM endpoint)
    ), freed AS (
      SELECT endpoint_id, count(*) AS capacity FROM given GROUP BY endpoint_id
    ), woken AS (
      UPDATE deliveries d SET remind_at = now() + make_interval(secs => ${FIRST_REMINDER_SECONDS})
      WHERE d.id = ANY (ARRAY(
        SELECT waiting.id
        FROM freed JOIN endpoints e ON e.id = freed.endpoint_id JOIN endpoint_gates g ON g.endpoint_id = e.id
          CROSS JOIN LATERAL (
            SELECT w.id FROM deliveries w
            WHERE w.endpoint_id = freed.endpoint_id AND w.status = 'pending' AND w.remind_at IS NULL
              AND NOT w.id = ANY ($2)
            ORDER BY w.next_attempt_at LIMIT freed.capacity FOR NO KEY UPDATE OF w SKIP LOCKED
          ) AS waiting
        WHERE g.circuit_opened_at IS NULL AND e.enabled AND e.rate_limit_per_second IS NULL))
      RETURNING d.id, d.tenant_id, d.endpoint_id, d.attempt_count + 1 AS number
    ), counted AS (${addToCounts(`
        SELECT tenant_id, endpoint_id, 'attempt.' || status_class AS kind, slot, count(*) AS count
        FROM given WHERE delivery_id IN (SELECT delivery_id FROM attempt)
        GROUP BY tenant_id, endpoint_id, status_class, slot
        UNION ALL
        SELECT tenant_id, endpoint_id, 'delivery.' || next_status, ${DELIVERY_SHARD}, count(*)
        FROM delivery WHERE next_status IN ('succeeded', 'failed') GROUP BY tenant_id, endpoint_id, next_status`)}
    )
    SELECT id, NULL AS tenant_id, NULL AS endpoint_id, NULL AS number FROM delivery
    UNION ALL SELECT id, tenant_id, endpoint_id, number FROM woken`,
}

/** With `number` null a delivery that changed state, otherwise a woken delivery. */
type RecordRow =
  | { id: DeliveryId; number: null }
  | { id: DeliveryId; tenant_id: TenantId; endpoint_id: EndpointId; number: number }

/** The result of one batch of records. */
export interface Recorded {
  /** Deliveries whose record changed their state. */
  moved: ReadonlySet<DeliveryId>
  /** Deliveries that no longer wait for their endpoint. */
  woken: DueDelivery[]
}

/**
 * Stores attempts and updates their deliveries, in one statement. Safe to repeat with the same records.
 * @param records at most one for each delivery
 */
export async function recordAttempts(
  database: Database,
  records: readonly AttemptRecord[],
): Promise<Recorded> {
  const column = <Value>(valueOf: (record: AttemptRecord) => Value) => records.map(valueOf)
  const rows = await run<RecordRow>(poolOf(database), RECORD, [
    column(({ startedAt }) => newId('attempt', startedAt)),
    column(({ deliveryId }) => deliveryId),
    column(({ number }) => number),
    column(({ trigger }) => trigger),
    column(({ startedAt }) => startedAt),
    column(({ durationMs }) => Math.round(durationMs)),
    column(({ requestHeaders }) => JSON.stringify(requestHeaders)),
    column(({ statusCode }) => statusCode),
    column(({ responseHeaders }) => responseHeaders && JSON.stringify(responseHeaders)),
    column(({ responseBody }) => responseBody),
    column(({ responseBodyTruncated }) => responseBodyTruncated),
    column(({ errorCode }) => errorCode),
    column(({ next }) => (next.status === 'succeeded' ? 'succeeded' : 'failed')),
    column(({ next }) => (next.status === 'unchanged' ? undefined : next.status)),
    column(({ next }) => ('failureCount' in next ? next.failureCount : undefined)),
    column(({ next }) => (next.status === 'pending' ? next.delayMs : undefined)),
    column(({ next }) => 'disableEndpoint' in next && next.disableEndpoint),
    column(({ statusCode }) => statusClassOf(statusCode)),
    column(({ durationMs }) => latencyBinOf(Math.round(durationMs))),
    column(({ next }) => 'tellTenant' in next && next.tellTenant),
    column(({ tenantId }) => tenantId),
    column(({ endpointId }) => endpointId),
  ])
  return {
    moved: new Set(rows.flatMap(({ id, number }) => (number === null ? id : []))),
    woken: rows.flatMap((row) =>
      row.number === null
        ? []
        : {
            tenantId: row.tenant_id,
            endpointId: row.endpoint_id,
            deliveryId: row.id,
            attemptNumber: row.number,
          },
    ),
  }
}
