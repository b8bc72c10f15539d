import type { DeliveryId, EndpointId, EventId, SourceId, TenantId } from '@posthorn/contracts'
import type { QueryResultRow } from 'pg'
import { countEvents } from '../counting/counts.ts'
import { SWEPT_AFTER_SECONDS } from '../delivering/take-due-deliveries.ts'
import { joinBytes } from '../sql/joined-bytes.ts'
import { lockTenants } from '../sql/lock-tenants.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { type Query, run, type Sql } from '../sql/sql.ts'
import type { RulesVersion } from './rules-version.ts'

/** An event that is ready to be stored, with its deliveries: `composeEvent` of packages/events makes it. */
export interface ComposedEvent {
  id: EventId
  tenantId: TenantId
  type: string
  timestamp: Date
  /** The publisher's own id, unique in the tenant; of a source's event, the provider's. */
  externalId: string | undefined
  sourceId: SourceId | undefined
  contentType: string
  /** The envelope: the bytes that every attempt sends. */
  body: Uint8Array
  dataStart: number
  /** The received bytes, where they are not the data in the body. */
  raw: Uint8Array | undefined
  /** Those of the received request that are stored, if there are any. */
  headers: Readonly<Record<string, string>> | undefined
  traceId: string
  /** W3C header with the span that its attempts continue. Undefined: its trace begins here. */
  traceparent?: string | undefined
  /** How often it passed through a Posthorn before. */
  hops: number
  createdAt: Date
  deliveries: readonly { id: DeliveryId; endpointId: EndpointId }[]
  /** The version of cached rules: the event is stored only if it is still current. Undefined for current rules. */
  rules?: RulesVersion | undefined
}

/**
 * The outcome of storing an event:
 *
 * - `stored`: it is stored with its deliveries.
 * - `duplicate`: an event has this id, or a published event of the tenant has this external id. Nothing was stored.
 * - `stale`: the rules have changed, or the tenant has been deleted. Nothing was stored.
 */
export type StoreOutcome = 'stored' | 'duplicate' | 'stale'

/** `bodyEnd`: where its body ends in the joined bytes, and its raw bytes begin. */
const EVENTS = rowsOf<{ event: ComposedEvent; bodyEnd: number | undefined }>()('g', {
  id: { type: 'text', of: ({ event }) => event.id },
  tenant_id: { type: 'text', of: ({ event }) => event.tenantId },
  type: { type: 'text', of: ({ event }) => event.type },
  timestamp: { type: 'timestamptz', of: ({ event }) => event.timestamp },
  external_id: { type: 'text', of: ({ event }) => event.externalId },
  source_id: { type: 'text', of: ({ event }) => event.sourceId },
  content_type: { type: 'text', of: ({ event }) => event.contentType },
  body_bytes: { type: 'int', of: ({ event }) => event.body.length },
  body_end: { type: 'int', of: ({ bodyEnd }) => bodyEnd },
  raw_bytes: { type: 'int', of: ({ event }) => event.raw?.length },
  data_start: { type: 'int', of: ({ event }) => event.dataStart },
  headers: { type: 'jsonb', of: ({ event }) => event.headers && JSON.stringify(event.headers) },
  trace_id: { type: 'text', of: ({ event }) => event.traceId },
  traceparent: { type: 'text', of: ({ event }) => event.traceparent },
  created_at: { type: 'timestamptz', of: ({ event }) => event.createdAt },
  hops: { type: 'int', of: ({ event }) => event.hops },
  rules_version: { type: 'bigint', of: ({ event }) => event.rules?.tenant },
  catalogue_version: { type: 'bigint', of: ({ event }) => event.rules?.catalogue },
})
const DELIVERIES = rowsOf<ComposedEvent['deliveries'][number] & { eventId: EventId }>()(
  'd',
  {
    id: { type: 'text', of: ({ id }) => id },
    event_id: { type: 'text', of: ({ eventId }) => eventId },
    endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId },
  },
  EVENTS.next,
)
const BYTES = `$${DELIVERIES.next}::bytea`
const TENANTS = `$${DELIVERIES.next + 1}`

const NAMED = `named AS (
      INSERT INTO external_ids (tenant_id, external_id, event_id)
      SELECT tenant_id, external_id, id FROM current WHERE external_id IS NOT NULL AND source_id IS NULL
      ORDER BY tenant_id, external_id, id
      ON CONFLICT DO NOTHING
      RETURNING event_id
    ), `

// Lock order: tenants, shared and sorted; external ids, sorted; events; deliveries; counts. Two statements that share
// external ids wait for each other and cannot deadlock. Stored rows are not joined with the input: the planner expects
// one row and would compare each with each.
const storeEventsStatement = ({
  name,
  withoutExternalIds,
}: {
  name: string
  withoutExternalIds: boolean
}) => ({
  name,
  text: `
    WITH tenant AS MATERIALIZED (${lockTenants(TENANTS)}
    ), current AS (
      SELECT g.*
      FROM ${EVENTS.from}
        JOIN tenant AS t ON t.id = g.tenant_id
      WHERE (g.rules_version IS NULL OR g.rules_version = t.rules_version)
        AND (g.catalogue_version IS NULL OR g.catalogue_version = (SELECT version FROM catalogue))
    ), ${withoutExternalIds ? '' : NAMED}event AS (
      INSERT INTO events (id, tenant_id, type, timestamp, external_id, source_id, content_type, body, data_start, raw,
        headers, trace_id, traceparent, created_at, hops)
      SELECT id, tenant_id, type, timestamp, external_id, source_id, content_type,
        substr(${BYTES}, body_end - body_bytes + 1, body_bytes), data_start,
        substr(${BYTES}, body_end + 1, raw_bytes), headers, trace_id, traceparent, created_at, hops
      FROM current ${withoutExternalIds ? '' : 'WHERE external_id IS NULL OR source_id IS NOT NULL OR id IN (SELECT event_id FROM named)'} ORDER BY id
      ON CONFLICT DO NOTHING
      RETURNING id, tenant_id, type, created_at
    ), delivery AS (
      INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, remind_at, created_at)
      SELECT d.id, event.tenant_id, event.id, d.endpoint_id, event.type, now(),
        now() + make_interval(secs => ${SWEPT_AFTER_SECONDS}), event.created_at
      FROM event JOIN ${DELIVERIES.from}
        ON d.event_id = event.id
    )${withoutExternalIds ? '' : `, counted AS (${countEvents('event')})`}
    SELECT id, false AS stored FROM current UNION ALL SELECT id, true FROM event`,
})

const STORE = storeEventsStatement({ name: 'store-events', withoutExternalIds: false })
const STORE_WITHOUT_EXTERNAL_IDS = storeEventsStatement({
  name: 'store-events-without-external-ids',
  withoutExternalIds: true,
})

/**
 * Stores events of any tenants with their deliveries in one statement, all or nothing. Of two events with the same
 * external id, one is stored.
 * @returns the outcome of each event, in their order
 */
export async function storeEvents(sql: Sql, events: readonly ComposedEvent[]): Promise<StoreOutcome[]> {
  if (events.length === 0) return []
  const { statement, values } = storeEventsQuery(events)
  return storeOutcomesOf(events, await run<StoredRow>(sql, statement, values))
}

/**
 * Stores events in a transaction that `storeExternalIds` ends. Their rows have their external ids, but these are not taken
 * and the events are not counted yet, so no other transaction waits for them.
 */
export async function storeEventsWithoutExternalIds(
  sql: Sql,
  events: readonly ComposedEvent[],
): Promise<StoreOutcome[]> {
  const { values } = storeEventsQuery(events)
  return storeOutcomesOf(events, await run<StoredRow>(sql, STORE_WITHOUT_EXTERNAL_IDS, values))
}

/** The query of {@link storeEvents}, for a pipeline. {@link storeOutcomesOf} reads its rows. */
export function storeEventsQuery(events: readonly ComposedEvent[]): Query {
  const deliveries = events.flatMap(({ id, deliveries: made }) =>
    made.map((delivery) => ({ ...delivery, eventId: id })),
  )
  // One binary parameter: in an array, bytes are sent as text, twice as long.
  const bytes = joinBytes(events.map(({ body, raw }) => [body, raw]))
  return {
    statement: STORE,
    values: [
      ...EVENTS.values(events.map((event, index) => ({ event, bodyEnd: bytes.firstEnds[index] }))),
      ...DELIVERIES.values(deliveries),
      bytes.joined,
      [...new Set(events.map(({ tenantId }) => tenantId))],
    ],
  }
}

interface StoredRow extends QueryResultRow {
  id: EventId
  stored: boolean
}

/** The outcome of each event, in their order. */
export function storeOutcomesOf(
  events: readonly ComposedEvent[],
  rows: readonly QueryResultRow[],
): StoreOutcome[] {
  const storedRows = rows as readonly StoredRow[]
  const current = new Set(storedRows.map(({ id }) => id))
  const stored = new Set(storedRows.flatMap((row) => (row.stored ? row.id : [])))
  return events.map(({ id }) => (stored.has(id) ? 'stored' : current.has(id) ? 'duplicate' : 'stale'))
}

/** Stores one event with its deliveries. */
export async function storeEvent(sql: Sql, event: ComposedEvent): Promise<StoreOutcome> {
  const [outcome = 'stale'] = await storeEvents(sql, [event])
  return outcome
}
