import { newId } from '@posthorn/contracts'
import type { QueriedDatabase } from './database.ts'

export const DAY_MS = 24 * 3_600_000
export const WEEK_MS = 7 * DAY_MS

/** Replaces the first partitions, which are empty, by one for each week, as if Posthorn had run for some weeks. */
export async function splitIntoWeeks(
  database: { query(text: string): Promise<unknown> },
  weeks: number,
): Promise<void> {
  await database.query(
    `DO $$
     DECLARE
       one record;
       week timestamptz;
     BEGIN
       FOR one IN SELECT table_name, id_prefix, coalesce(first_until, '') AS first_until FROM partitioned LOOP
         EXECUTE format('DROP TABLE %I', one.table_name || '_first');
         week := date_trunc('week', now(), 'UTC') - ${weeks} * interval '168 hours';
         WHILE week < now() OR first_id_at(one.id_prefix, week) < one.first_until LOOP
           EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
             one.table_name || to_char(week AT TIME ZONE 'UTC', '_YYYY_MM_DD'), one.table_name,
             first_id_at(one.id_prefix, week), first_id_at(one.id_prefix, week + interval '168 hours'));
           week := week + interval '168 hours';
         END LOOP;
       END LOOP;
     END $$`,
  )
}

export interface OldDelivery {
  eventId: string
  deliveryId: string
}

/**
 * Stores an event, its delivery and an attempt as if they were from another time.
 * @param options.at the time in their ids
 * @param options.state `waiting`: pending, for an endpoint that accepts none. Default: `succeeded`
 */
export async function storeOld(
  database: QueriedDatabase,
  {
    tenantId,
    endpointId,
    at,
    state = 'succeeded',
    externalId,
    eventId = newId('event', at),
  }: {
    tenantId: string
    endpointId: string
    at: Date
    state?: 'succeeded' | 'failed' | 'waiting' | 'due'
    externalId?: string
    eventId?: string
  },
): Promise<OldDelivery> {
  const deliveryId = newId('delivery', at)
  const body = Buffer.from(`{"id":"${eventId}","type":"order.paid","data":{"n":1}}`)
  await database.query(
    `INSERT INTO events (id, tenant_id, type, timestamp, external_id, content_type, body, data_start, trace_id, created_at)
     VALUES ($1, $2, 'order.paid', $3, $4, 'application/json', $5, $6, repeat('0', 32), $3) ON CONFLICT DO NOTHING`,
    [eventId, tenantId, at, externalId, body, body.indexOf('{"n"')],
  )
  await database.query(
    'INSERT INTO external_ids SELECT tenant_id, external_id, id FROM events WHERE id = $1 AND external_id IS NOT NULL ON CONFLICT DO NOTHING',
    [eventId],
  )
  const isPending = state === 'waiting' || state === 'due'
  await database.query(
    `INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, status, attempt_count, next_attempt_at, remind_at,
       created_at, finished_at)
     VALUES ($1, $2, $3, $4, 'order.paid', $5::delivery_status, 1, $6, $7, $8, $9)`,
    [
      deliveryId,
      tenantId,
      eventId,
      endpointId,
      isPending ? 'pending' : state,
      isPending ? at : null,
      state === 'due' ? new Date(Date.now() + DAY_MS) : null,
      at,
      isPending ? null : at,
    ],
  )
  await database.query(
    `INSERT INTO attempts (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code,
       response_headers, response_body, result)
     VALUES ($1, $2, 1, 'schedule', $3, 10, '{"content-type": "application/json"}', 500, '{"server": "old"}', 'sorry', 'failed')`,
    [newId('attempt', at), deliveryId, at],
  )
  return { eventId, deliveryId }
}

/** Names of the partitions of a table, without the default one. */
export async function weeksOf(database: QueriedDatabase, table: string): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT relid::regclass::text AS name FROM pg_partition_tree($1) WHERE isleaf AND relid::regclass::text NOT LIKE '%_default'
     ORDER BY name`,
    [table],
  )
  return rows.map(({ name }) => name)
}
