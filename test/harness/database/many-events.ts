import type { QueriedDatabase } from './database.ts'

/**
 * Stores events of a tenant, a millisecond apart up to now, without deliveries: the API would take minutes. Event number `n` has
 * `{"n":n}` as its data.
 */
export async function makeEvents(
  database: QueriedDatabase,
  tenantId: string,
  { count, type = 'order.paid' }: { count: number; type?: string },
): Promise<void> {
  await database.query(
    `INSERT INTO events (id, tenant_id, type, timestamp, content_type, body, data_start, trace_id, created_at)
     SELECT first_id_at('evt', at) || lpad(n::text, 16, '0'), $1, $2, at, 'application/json',
       convert_to(format('{"data":{"n":%s}}', n), 'UTF8'), 8, md5(n::text), at
     FROM (
       SELECT n, date_trunc('milliseconds', now()) - ($3 - n) * interval '1 ms' - interval '1 s' AS at FROM generate_series(1, $3::int) AS n
     ) AS event`,
    [tenantId, type, count],
  )
}
