import type { EventId, TenantId } from '@posthorn/contracts'
import { countEvents } from './counts.ts'
import type { Database } from './database.ts'
import type { NewStoredEvent } from './events.ts'
import { findPublished, type StoredPublication } from './published-events.ts'
import { FIRST_REMINDER_SECONDS } from './reminders.ts'
import { inTransaction, run, type Sql } from './sql.ts'

/** Events of one tenant that are stored together. No two of them have the same external id. */
export interface NewBatch {
  tenantId: TenantId
  events: readonly NewStoredEvent[]
  /** Ids of the publisher for which nothing is stored, but which may stand for an event that is there. */
  otherExternalIds: readonly string[]
}

export interface BatchOutcome {
  stored: ReadonlySet<EventId>
  /** The events that were there before, of those that were asked for. */
  earlier: StoredPublication[]
}

// In the order of the publisher's ids, so that two batches which share some wait for each other instead of locking each
// other out.
const STORE = {
  name: 'store-event-batch',
  text: `
    WITH event AS (
      INSERT INTO events (id, tenant_id, type, timestamp, external_id, content_type, body, data_start, trace_id,
        created_at)
      SELECT id, $1, type, timestamp, external_id, content_type, body, data_start, trace_id, created_at
      FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::bytea[], $8::int[], $9::text[],
        $10::timestamptz[])
        AS e (id, type, timestamp, external_id, content_type, body, data_start, trace_id, created_at)
      ORDER BY external_id, id
      ON CONFLICT DO NOTHING
      RETURNING id, tenant_id, type, created_at
    ), delivery AS (
      INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, remind_at, created_at)
      SELECT d.id, $1, event.id, d.endpoint_id, event.type, now(),
        now() + make_interval(secs => ${FIRST_REMINDER_SECONDS}), event.created_at
      FROM event JOIN unnest($11::text[], $12::text[], $13::text[]) AS d (id, event_id, endpoint_id)
        ON d.event_id = event.id
    ), counted AS (${countEvents('event')}
    )
    SELECT id FROM event`,
}

/**
 * Stores many events with their deliveries in one transaction: all of them, but for those that were stored before, or
 * nothing.
 * @throws a foreign key violation when the tenant is gone
 */
export async function storeEventBatch({ pool }: Database, batch: NewBatch): Promise<BatchOutcome> {
  return inTransaction(pool, async (sql) => {
    const stored = await store(sql, batch)
    // Asked before the commit: what cannot be answered must not be there.
    const repeated = batch.events.filter(({ id }) => !stored.has(id))
    const ids = repeated.map(({ id }) => id)
    const externalIds = [...batch.otherExternalIds, ...repeated.flatMap(({ externalId }) => externalId ?? [])]
    const isAsked = ids.length + externalIds.length > 0
    const found = isAsked ? await findPublished(sql, batch.tenantId, { ids, externalIds }) : []
    return { stored, earlier: found.filter(({ id }) => !stored.has(id)) }
  })
}

async function store(sql: Sql, { tenantId, events }: NewBatch): Promise<Set<EventId>> {
  if (events.length === 0) return new Set()
  const deliveries = events.flatMap(({ id, deliveries: made }) =>
    made.map((delivery) => ({ ...delivery, eventId: id })),
  )
  const rows = await run<{ id: EventId }>(sql, STORE, [
    tenantId,
    events.map(({ id }) => id),
    events.map(({ type }) => type),
    events.map(({ timestamp }) => timestamp),
    events.map(({ externalId }) => externalId),
    events.map(({ contentType }) => contentType),
    events.map(({ body }) => body),
    events.map(({ dataStart }) => dataStart),
    events.map(({ traceId }) => traceId),
    events.map(({ createdAt }) => createdAt),
    deliveries.map(({ id }) => id),
    deliveries.map(({ eventId }) => eventId),
    deliveries.map(({ endpointId }) => endpointId),
  ])
  return new Set(rows.map(({ id }) => id))
}
