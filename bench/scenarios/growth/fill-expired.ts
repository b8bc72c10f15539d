import { firstIdAt, type IdKind } from '@posthorn/contracts'
import { splitIntoWeeks, WEEK_MS } from '../../../test/harness/database/old-data.ts'
import type { BenchTenant } from '../../lab.ts'
import { idsOfWeek, mondayOf } from './weeks.ts'

/** Past the retention period of 30 days. */
const WEEKS_AGO = 6
const PARTS = 10
/** The digits of an id that count up; those before them encode the time. */
const COUNTED_CHARACTERS = 8

interface ExpiredTable {
  table: 'attempts' | 'deliveries' | 'events'
  kind: IdKind
  column: string
}

const TABLES: readonly ExpiredTable[] = [
  { table: 'events', kind: 'event', column: 'id' },
  { table: 'deliveries', kind: 'delivery', column: 'id' },
  { table: 'attempts', kind: 'delivery', column: 'delivery_id' },
]

const nameOf = (table: string) => `${table}_expired`

/** Workers detach a partition only with this lock. */
const LOCK = "hashtext('detach_partition ' || current_schema())"

/**
 * Makes the partitions of an old week, with an event, a delivery and an attempt in each row. Workers do not drop them yet.
 * @returns a function that lets workers drop them, and one that tells whether they are dropped
 */
export async function fillExpired(tenant: BenchTenant, rows: number) {
  await splitIntoWeeks(tenant, 1)
  const monday = mondayOf(WEEKS_AGO)
  for (const { table, kind, column } of TABLES) {
    const [from, to] = idsOfWeek(kind, monday)
    await tenant.query(`CREATE TABLE ${nameOf(table)} (LIKE ${table} INCLUDING ALL,
      CHECK (${column} >= '${from}' AND ${column} < '${to}'))`)
  }
  for (let part = 0; part < PARTS; part += 1) {
    await fillPart(tenant, rows / PARTS, new Date(monday.getTime() + (part * WEEK_MS) / PARTS))
  }
  await tenant.query(`VACUUM ANALYZE ${TABLES.map(({ table }) => nameOf(table)).join(', ')}`)
  await tenant.query(`SELECT pg_advisory_lock(${LOCK})`)
  for (const { table, kind } of TABLES) {
    const [from, to] = idsOfWeek(kind, monday)
    await tenant.query(
      `ALTER TABLE ${table} ATTACH PARTITION ${nameOf(table)} FOR VALUES FROM ('${from}') TO ('${to}')`,
    )
  }
  return {
    letDrop: () => tenant.query(`SELECT pg_advisory_unlock(${LOCK})`),
    async areDropped() {
      const [found] = await tenant.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM pg_class WHERE relname = ANY ($1)',
        [TABLES.map(({ table }) => nameOf(table))],
      )
      return found?.count === 0
    },
  }
}

async function fillPart(tenant: BenchTenant, rows: number, at: Date): Promise<void> {
  const ids = (kind: IdKind) =>
    `'${firstIdAt(kind, at).slice(0, -COUNTED_CHARACTERS)}' || lpad(n::text, ${COUNTED_CHARACTERS}, '0')`
  const rowsOf = `FROM generate_series(1, ${rows}) AS n`
  const time = `'${at.toISOString()}'::timestamptz`
  await tenant.query(
    `INSERT INTO ${nameOf('events')} (id, tenant_id, type, timestamp, content_type, body, data_start, trace_id, created_at)
     SELECT ${ids('event')}, 'bench', 'growth.expired', ${time}, 'application/json',
       convert_to('{"data":{"n":' || n || '}}', 'UTF8'), 8, repeat('a', 32), ${time} ${rowsOf}`,
  )
  await tenant.query(
    `INSERT INTO ${nameOf('deliveries')} (id, tenant_id, event_id, endpoint_id, event_type, status, attempt_count, created_at,
       finished_at)
     SELECT ${ids('delivery')}, 'bench', ${ids('event')}, 'ep_expired', 'growth.expired', 'succeeded', 1, ${time}, ${time}
     ${rowsOf}`,
  )
  await tenant.query(
    `INSERT INTO ${nameOf('attempts')} (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code,
       response_body, result)
     SELECT ${ids('attempt')}, ${ids('delivery')}, 1, 'schedule', ${time}, 10, '{"content-type": "application/json"}', 200,
       'ok', 'succeeded' ${rowsOf}`,
  )
}
