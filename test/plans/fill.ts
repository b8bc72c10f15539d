import type { TestDatabase } from '../harness/database/database.ts'

export const TENANTS = 10
/** Endpoints that exist before the tables are filled: two of each tenant. */
export const FIRST_ENDPOINTS = 2 * TENANTS
const ENDPOINTS = 1000
/** Number of different times in ids, shared by the rows of that time. */
const MOMENTS = 1000

const padded = (n: string, length = 26) => `lpad((${n})::text, ${length}, '0')`
/** An id with the time of its row, and a number. */
const idOf = (prefix: string, n: string) => `'${prefix}_' || digits || ${padded(n, 16)}`

/** Ids of the objects made here, by number. */
export const tenantOf = (n: number) => `tenant-${n}`
export const endpointOf = (n: number) => `ep_${String(n).padStart(26, '0')}`
export const sourceOf = (n: number) => `src_${String(n).padStart(26, '0')}`

/** Makes the tenants, each with a source, and their endpoints from one number to another. */
export async function makeEndpoints(testDatabase: TestDatabase, from: number, to: number): Promise<void> {
  await testDatabase.query(
    `WITH tenant AS (
       INSERT INTO tenants (id, updated_at) SELECT 'tenant-' || n, now() FROM generate_series(0, ${TENANTS - 1}) AS n
       ON CONFLICT DO NOTHING RETURNING id, substr(id, 8) AS n
     )
     INSERT INTO sources (id, tenant_id, name, provider, event_type_prefix, tolerance_seconds, dedupe_window_seconds,
       updated_at)
     SELECT 'src_' || ${padded('n')}, id, 'pay', 'stripe', 'pay', 300, 2592000, now() FROM tenant`,
  )
  await testDatabase.query(
    `WITH endpoint AS (
       INSERT INTO endpoints (id, tenant_id, url, event_types, timeout_seconds, retry_schedule, retry_on, payload_format,
         signatures, max_in_flight, updated_at)
       SELECT 'ep_' || ${padded('n')}, 'tenant-' || n % ${TENANTS}, 'https://example.com/', '{*}', 10, '{1,5}',
         'server-errors', 'envelope', '{standard}', 20, now() FROM generate_series($1::int, $2::int - 1) AS n
       RETURNING id
     )
     INSERT INTO endpoint_gates (endpoint_id) SELECT id FROM endpoint`,
    [from, to],
  )
}

// Half of the rows are in future weeks, and thus in other partitions.
const MADE = `
  CREATE TEMP TABLE made AS
  SELECT n, digits, 3 * (n / 10) + n % 10 * 3 / 10 AS event,
    CASE WHEN n % 10 < 3 THEN 'waiting' WHEN n % 10 = 3 THEN 'pending' WHEN n % 20 = 4 THEN 'failed' ELSE 'succeeded' END
      AS state
  FROM (
    SELECT nth, substr(first_id_at('x', now() - interval '3 weeks' + nth * interval '6 weeks' / ${MOMENTS}), 3) AS digits
    FROM generate_series(0, ${MOMENTS - 1}) AS nth
  ) AS moment CROSS JOIN LATERAL generate_series(nth * $1::int, (nth + 1) * $1::int - 1) AS n`

const EVENTS = `
  INSERT INTO events (id, tenant_id, type, timestamp, external_id, source_id, content_type, body, data_start, trace_id,
    created_at)
  SELECT ${idOf('evt', 'e')}, 'tenant-' || e % ${TENANTS}, 'type.' || e % 20, now(), 'own-' || e,
    CASE WHEN e % 11 = 0 THEN 'src_' || ${padded(`e % ${TENANTS}`)} END, 'application/json', '{}', 0, md5(e::text), now()
  FROM (SELECT digits, 3 * (n / 10) + n % 10 AS e FROM made WHERE n % 10 < 3) AS event`

const EXTERNAL_IDS = `
  INSERT INTO external_ids SELECT tenant_id, external_id, id FROM events WHERE external_id IS NOT NULL ON CONFLICT DO NOTHING`

// Waiting deliveries are for the first endpoint of a tenant. The other endpoints have a share each.
const DELIVERIES = `
  INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, status, attempt_count, next_attempt_at,
    remind_at, created_at, finished_at, notification_pending, last_status_code, last_error_code, last_trigger)
  SELECT ${idOf('dlv', 'n')}, 'tenant-' || event % ${TENANTS}, ${idOf('evt', 'event')},
    'ep_' || ${padded(`event % ${TENANTS} + CASE WHEN state = 'waiting' THEN 0 ELSE n / 100 % 100 * ${TENANTS} END`)},
    'type.' || event % 20,
    (CASE WHEN state = 'waiting' THEN 'pending' ELSE state END)::delivery_status, 1,
    CASE WHEN state IN ('waiting', 'pending') THEN now() - n * interval '1 ms' END,
    CASE WHEN state = 'pending' THEN now() + (n - 20000) * interval '10 ms' END, now(),
    CASE WHEN state IN ('failed', 'succeeded') THEN now() END, state = 'failed' AND n % 40 = 4,
    CASE WHEN state = 'succeeded' THEN 200 WHEN state = 'failed' AND n % 40 = 4 THEN 500 + n / 40 % 5 END,
    CASE WHEN state = 'failed' AND n % 40 <> 4 THEN 'timeout' WHEN state = 'pending' THEN 'connection_refused' END,
    CASE WHEN n % 10000 = 5 THEN 'manual'::attempt_trigger ELSE 'schedule' END
  FROM made`

const ATTEMPTS = `
  INSERT INTO attempts (id, tenant_id, endpoint_id, delivery_id, number, trigger, started_at, duration_ms, request_headers,
    status_code, error_code, result)
  SELECT ${idOf('att', 'n')}, 'tenant-' || event % ${TENANTS},
    'ep_' || ${padded(`event % ${TENANTS} + CASE WHEN state = 'waiting' THEN 0 ELSE n / 100 % 100 * ${TENANTS} END`)},
    ${idOf('dlv', 'n')}, 1, 'schedule', now(), 10, '{}', CASE WHEN state = 'succeeded' THEN 200 WHEN n % 40 = 4 THEN 503 END,
    CASE WHEN state <> 'succeeded' AND n % 40 <> 4 THEN 'timeout' END, 'succeeded' FROM made`

const REQUESTS = `
  INSERT INTO requests (id, source_id, outcome, cause, body_bytes, received_at)
  SELECT ${idOf('req', 'n')}, 'src_' || ${padded(`n / 10 % ${TENANTS}`)},
    (CASE WHEN n % 70 = 0 THEN 'rejected' ELSE 'duplicate' END)::request_outcome,
    CASE WHEN n % 70 = 0 THEN 'wrong_signature' END, 2, now() FROM made WHERE n % 10 = 0`

const REJECTED_REQUESTS = `
  INSERT INTO rejected_requests (id, source_id, detail, sealed, is_whole, bytes_before)
  SELECT id, source_id, 'why', 'sealed', true, row_number() OVER (PARTITION BY source_id ORDER BY id) FROM requests
  WHERE outcome = 'rejected' ON CONFLICT DO NOTHING`

const DEDUPE_KEYS = `
  INSERT INTO dedupe_keys SELECT 'src_' || ${padded(`n / 10 % ${TENANTS}`)}, 'key-' || n, ${idOf('evt', 'event')},
    now() + (n - 10000) * interval '1 s' FROM made WHERE n % 10 = 0`

const LEASES = `
  INSERT INTO leases SELECT id, endpoint_id, 2, now(), now() + interval '1 hour' FROM deliveries
  WHERE status = 'pending' AND remind_at > now() + interval '10 min' ORDER BY remind_at LIMIT 1000`

// A day and a half by the minute, older counts by the hour.
const COUNTS = `
  INSERT INTO counts (tenant_id, endpoint_id, seconds, at, kind, slot, count)
  SELECT 'tenant-' || n / 10 % ${TENANTS}, 'ep_' || ${padded(`n / 10 % ${ENDPOINTS}`)}, 60,
    date_bin('1 minute', now() - n / 10 % 2000 * interval '1 minute', 'epoch'), 'attempt.2xx', n % 97, 1
  FROM made WHERE n % 10 = 0 ON CONFLICT DO NOTHING`

const FAILURES = `
  INSERT INTO failures (tenant_id, at, endpoint_id, cause, shard, count, first_at, last_at, delivery_ids)
  SELECT 'tenant-' || n / 10 % ${TENANTS}, date_bin('1 hour', now(), 'epoch') - n / 10 / ${ENDPOINTS} * interval '1 hour',
    'ep_' || ${padded(`n / 10 % ${ENDPOINTS}`)}, 'timeout', n % 4, 1, now(), now(), ARRAY[${idOf('dlv', 'n')}]
  FROM made WHERE n % 10 = 0 ON CONFLICT DO NOTHING`

/**
 * Fills the tables as if an installation had run for weeks. The indexes exist, and nothing makes PostgreSQL replan.
 * @param rows number of deliveries, and of attempts; the others in proportion
 */
export async function fill(testDatabase: TestDatabase, rows: number): Promise<void> {
  await testDatabase.query('SET synchronous_commit = off')
  await makeEndpoints(testDatabase, FIRST_ENDPOINTS, ENDPOINTS)
  await testDatabase.query(MADE, [rows / MOMENTS])
  const steps = [
    EVENTS,
    EXTERNAL_IDS,
    DELIVERIES,
    ATTEMPTS,
    REQUESTS,
    REJECTED_REQUESTS,
    DEDUPE_KEYS,
    LEASES,
    COUNTS,
    FAILURES,
  ]
  for (const step of steps) await testDatabase.query(step)
}
