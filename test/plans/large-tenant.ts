import type { QueriedDatabase } from '../harness/database/database.ts'

const DAYS = 7
const MIB = 1024 * 1024
/** Of the largest event: more than the API takes, and what ingest may be set to. */
export const LARGE_DATA_MIB = 10

// Evenly over the last days, newest last.
const MADE = `
  CREATE TEMP TABLE made AS
  SELECT n, at, padded, ($2::text[])[1 + n % cardinality($2::text[])] AS endpoint_id,
    CASE WHEN n % 50 = 0 THEN 'failed' WHEN n % 50 = 1 THEN 'pending' ELSE 'succeeded' END AS state
  FROM generate_series(1, $1::int) AS n CROSS JOIN LATERAL (
    SELECT date_trunc('milliseconds', now() - ($1::int - n) * interval '${DAYS} days' / $1::int - interval '1 min') AS at,
      lpad(n::text, 16, '0') AS padded
  ) AS moment`

const EVENTS = `
  INSERT INTO events (id, tenant_id, type, timestamp, external_id, content_type, body, data_start, trace_id, created_at)
  SELECT first_id_at('evt', at) || padded, $1, 'order.' || n % 20, at, 'own-' || n, 'application/json',
    convert_to(format('{"data":{"n":%s}}', n), 'UTF8'), 8, md5(n::text), at FROM made`

const EXTERNAL_IDS = `
  INSERT INTO external_ids (tenant_id, external_id, event_id)
  SELECT $1, 'own-' || n, first_id_at('evt', at) || padded FROM made`

const DELIVERIES = `
  INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, status, attempt_count, next_attempt_at,
    created_at, finished_at, last_status_code, last_error_code, last_trigger)
  SELECT first_id_at('dlv', at) || padded, $1, first_id_at('evt', at) || padded, endpoint_id, 'order.' || n % 20,
    state::delivery_status, 1, CASE WHEN state = 'pending' THEN now() + interval '1 hour' END, at,
    CASE WHEN state <> 'pending' THEN at END, CASE WHEN state = 'succeeded' THEN 200 WHEN n % 100 = 0 THEN 503 END,
    CASE WHEN state <> 'succeeded' AND n % 100 <> 0 THEN 'timeout' END, 'schedule'
  FROM made`

const ATTEMPTS = `
  INSERT INTO attempts (id, tenant_id, endpoint_id, delivery_id, number, trigger, started_at, duration_ms, request_headers,
    status_code, error_code, result)
  SELECT first_id_at('att', at) || padded, $1, endpoint_id, first_id_at('dlv', at) || padded, 1, 'schedule', at, 10,
    '{"content-type":"application/json"}', CASE WHEN state = 'succeeded' THEN 200 WHEN n % 100 = 0 THEN 503 END,
    CASE WHEN state <> 'succeeded' AND n % 100 <> 0 THEN 'timeout' END,
    (CASE state WHEN 'succeeded' THEN state ELSE 'failed' END)::attempt_result
  FROM made`

const COUNTS = `
  INSERT INTO counts (tenant_id, endpoint_id, seconds, at, kind, slot, count)
  SELECT $1, CASE kind WHEN 'event' THEN '' ELSE endpoint_id END, 3600, date_trunc('hour', at), kind, 1, count(*)
  FROM made CROSS JOIN unnest('{event,delivery.succeeded,attempt.2xx}'::text[]) AS kind GROUP BY 2, 4, 5`

const FAILURES = `
  INSERT INTO failures (tenant_id, at, endpoint_id, cause, shard, count, first_at, last_at, delivery_ids)
  SELECT $1, date_trunc('hour', at), endpoint_id, 'timeout', 0, count(*), min(at), max(at),
    ARRAY[max(first_id_at('dlv', at) || padded)]
  FROM made WHERE state <> 'succeeded' GROUP BY 2, 3`

const LARGE_EVENT = `
  INSERT INTO events (id, tenant_id, type, timestamp, content_type, body, data_start, trace_id, created_at)
  SELECT first_id_at('evt', now()) || repeat('z', 16), $1, 'order.large', now(), 'application/json',
    convert_to('{"data":{"first":"the beginning","text":"' || repeat('0123456789abcdef', ${(LARGE_DATA_MIB * MIB) / 16}) || '"}}', 'UTF8'),
    8, md5('large'), now()`

/**
 * Fills a tenant as if it had been used for a week: as many deliveries and attempts as events, and one event with a very large
 * payload, which is the newest.
 */
export async function fillTenant(
  database: QueriedDatabase,
  tenantId: string,
  { events, endpointIds }: { events: number; endpointIds: readonly string[] },
): Promise<void> {
  await database.query('SET synchronous_commit = off')
  await database.query(MADE, [events, endpointIds])
  for (const step of [EVENTS, EXTERNAL_IDS, DELIVERIES, ATTEMPTS, COUNTS, FAILURES, LARGE_EVENT])
    await database.query(step, [tenantId])
  await database.query('DROP TABLE made')
  await database.query('ANALYZE')
}
