import { firstIdAt } from '@posthorn/contracts'
import type { BenchTenant } from '../../lab.ts'

const PARTS = 10
const PART_MS = 60_000
/** The digits of an id that count up; those before them encode the time. */
const COUNTED_CHARACTERS = 8

/**
 * Writes deliveries directly to the database, as if published over the last minutes: half are due tomorrow, half wait for
 * their endpoint, which is disabled.
 */
export async function fillWaiting(tenant: BenchTenant, waiting: number): Promise<void> {
  const { id } = await tenant.endpoint({
    url: 'http://127.0.0.1:9/',
    eventTypes: ['growth.waiting'],
    enabled: false,
  })
  for (let part = PARTS; part > 0; part -= 1) {
    await fillPart(tenant, {
      endpointId: id,
      rows: waiting / PARTS,
      at: new Date(Date.now() - part * PART_MS),
    })
  }
  await tenant.query('VACUUM ANALYZE')
}

async function fillPart(
  tenant: BenchTenant,
  { endpointId, rows, at }: { endpointId: string; rows: number; at: Date },
): Promise<void> {
  const eventIds = firstIdAt('event', at).slice(0, -COUNTED_CHARACTERS)
  await tenant.query(
    `INSERT INTO events (id, tenant_id, type, timestamp, content_type, body, data_start, trace_id, created_at)
     SELECT $2 || lpad(n::text, $3::int, '0'), 'bench', 'growth.waiting', $4::timestamptz, 'application/json',
       convert_to('{"data":{"n":' || n || '}}', 'UTF8'), 8, repeat('a', 32), $4::timestamptz
     FROM generate_series(1, $1::int) AS n`,
    [rows, eventIds, COUNTED_CHARACTERS, at],
  )
  const deliveryIds = firstIdAt('delivery', at).slice(0, -COUNTED_CHARACTERS)
  await tenant.query(
    `INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, remind_at, created_at)
     SELECT $2 || lpad(n::text, $4::int, '0'), 'bench', $3 || lpad(n::text, $4::int, '0'), $5, 'growth.waiting',
       now() + interval '1 day', CASE WHEN n % 2 = 0 THEN now() + interval '1 day' END, $6::timestamptz
     FROM generate_series(1, $1::int) AS n`,
    [rows, deliveryIds, eventIds, COUNTED_CHARACTERS, endpointId, at],
  )
}
