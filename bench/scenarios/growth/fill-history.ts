import { splitIntoWeeks } from '../../../test/harness/database/old-data.ts'
import type { BenchTenant } from '../../lab.ts'
import { idsOfWeek, mondayOf } from './weeks.ts'

/** All within the default retention period. */
const WEEKS_AGO = [4, 3, 2] as const
const ENDPOINTS = 20
const EVENT_TYPES = 20
/** Number of different times in the ids of a week, shared by the rows of that time. */
const MOMENTS = 1000

/** What a history contains, as values of filters. */
export interface History {
  endpointIds: readonly string[]
  eventTypes: readonly string[]
  from: Date
  to: Date
}

interface HistoryTable {
  table: 'attempts' | 'deliveries'
  insert: string
}

const idOf = (prefix: string) => `'${prefix}_' || digits || lpad(n::text, 16, '0')`

// Of a hundred deliveries 90 have succeeded, 6 have failed, 1 is cancelled, and 3 wait. Most failures have few causes; some causes and
// triggers are rare.
const MADE = `
  WITH moment AS MATERIALIZED (
    SELECT at, nth, substr(first_id_at('x', at), 3) AS digits
    FROM generate_series(0, ${MOMENTS - 1}) AS nth
      CROSS JOIN LATERAL (SELECT $1::timestamptz + nth * interval '7 days' / ${MOMENTS} AS at) AS one
  )
  SELECT n, digits, at, ($2::text[])[1 + n % ${ENDPOINTS}] AS endpoint_id, 'history.' || n / 7 % ${EVENT_TYPES} AS event_type,
    (CASE WHEN n % 100 < 90 THEN 'succeeded' WHEN n % 100 < 96 THEN 'failed' WHEN n % 100 = 96 THEN 'cancelled'
      ELSE 'pending' END)::delivery_status AS status,
    CASE WHEN n % 100 < 90 THEN 200 WHEN n % 100000 = 90 OR n / 100 % 10 > 7 THEN NULL WHEN n / 100 % 10 = 7 THEN 404
      WHEN n / 100 % 10 = 6 THEN 500 ELSE 503 END AS status_code,
    CASE WHEN n % 100 < 90 THEN NULL WHEN n % 100000 = 90 THEN 'tls_failure' WHEN n / 100 % 10 = 8 THEN 'timeout'
      WHEN n / 100 % 10 = 9 THEN 'connection_refused' END AS error_code,
    (CASE WHEN n % 100000 = 9 THEN 'test' WHEN n % 1000 = 7 THEN 'manual' WHEN n % 500 = 8 THEN 'recover'
      ELSE 'schedule' END)::attempt_trigger AS trigger
  FROM moment CROSS JOIN LATERAL generate_series(nth * $3::int, (nth + 1) * $3::int - 1) AS n`

const TABLES: readonly HistoryTable[] = [
  {
    table: 'deliveries',
    insert: `(id, tenant_id, event_id, endpoint_id, event_type, status, attempt_count, next_attempt_at, trigger, last_status_code,
        last_error_code, last_trigger, created_at, finished_at)
      SELECT ${idOf('dlv')}, 'bench', ${idOf('evt')}, endpoint_id, event_type, status, 1,
        CASE WHEN status = 'pending' THEN at END, 'schedule', status_code, error_code, trigger, at,
        CASE WHEN status <> 'pending' THEN at + interval '1 s' END`,
  },
  {
    table: 'attempts',
    insert: `(id, tenant_id, endpoint_id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code,
        error_code, result)
      SELECT ${idOf('att')}, 'bench', endpoint_id, ${idOf('dlv')}, 1, trigger, at, 10, '{"content-type": "application/json"}',
        status_code, error_code, (CASE WHEN status_code = 200 THEN 'succeeded' ELSE 'failed' END)::attempt_result`,
  },
]

/**
 * Writes deliveries of past weeks directly to the database, each with an attempt. Indexes are built afterwards, when the partitions
 * are attached: row by row they would take hours.
 */
export async function fillHistory(
  tenant: BenchTenant,
  rows: number,
  say: (line: string) => void,
): Promise<History> {
  const endpointIds: string[] = []
  while (endpointIds.length < ENDPOINTS) {
    const { id } = await tenant.endpoint({ url: 'http://127.0.0.1:9/', enabled: false })
    endpointIds.push(id)
  }
  await splitIntoWeeks(tenant, 1)
  await tenant.query("SET maintenance_work_mem = '512MB'")
  const perMoment = Math.ceil(rows / WEEKS_AGO.length / MOMENTS)
  for (const weeksAgo of WEEKS_AGO) {
    const monday = mondayOf(weeksAgo)
    for (const { table, insert } of TABLES) {
      const week = `${table}_${weeksAgo}_weeks_ago`
      await tenant.query(`CREATE TABLE ${week} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`)
      const values = [monday.toISOString(), endpointIds, perMoment]
      await tenant.query(`INSERT INTO ${week} ${insert} FROM (${MADE}) AS made`, values)
      const [from, before] = idsOfWeek('delivery', monday)
      await tenant.query(
        `ALTER TABLE ${table} ATTACH PARTITION ${week} FOR VALUES FROM ('${from}') TO ('${before}')`,
      )
      say(`filled ${week}`)
    }
  }
  await tenant.query(`VACUUM ANALYZE ${TABLES.map(({ table }) => table).join(', ')}`)
  const eventTypes = Array.from({ length: EVENT_TYPES }, (_, n) => `history.${n}`)
  return { endpointIds, eventTypes, from: mondayOf(Math.max(...WEEKS_AGO)), to: mondayOf(1) }
}
