import type {
  DeliveryId,
  EndpointId,
  EventId,
  EventQuery,
  EventSummary,
  Page,
  SourceId,
  TenantId,
} from '@posthorn/contracts'
import { countEvents } from './counts.ts'
import { idsOfPage, listOf, toPageById } from './cursor.ts'
import type { Database } from './database.ts'
import { definedOf } from './defined.ts'
import { FIRST_REMINDER_SECONDS } from './reminders.ts'
import { run, type Sql } from './sql.ts'

/** An event that is to be stored, with the deliveries that it makes. */
export interface NewStoredEvent {
  id: EventId
  tenantId: TenantId
  type: string
  timestamp: Date
  externalId: string | undefined
  sourceId: SourceId | undefined
  contentType: string
  /** The envelope: the very bytes to be sent. */
  body: Uint8Array
  dataStart: number
  /** The bytes as they came, where they are not the data in the body. */
  raw: Uint8Array | undefined
  traceId: string
  createdAt: Date
  deliveries: readonly { id: DeliveryId; endpointId: EndpointId }[]
}

const STORE_EVENT = {
  name: 'store-event',
  text: `
    WITH event AS (
      INSERT INTO events (id, tenant_id, type, timestamp, external_id, source_id, content_type, body, data_start,
        raw, trace_id, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $14, $10, $11)
      ON CONFLICT DO NOTHING
      RETURNING id, tenant_id
    ), delivery AS (
      INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, remind_at, created_at)
      SELECT d.id, $2, event.id, d.endpoint_id, $3, now(), now() + make_interval(secs => ${FIRST_REMINDER_SECONDS}), $11
      FROM event CROSS JOIN unnest($12::text[], $13::text[]) AS d (id, endpoint_id)
    ), counted AS (${countEvents('event')}
    )
    SELECT id FROM event`,
}

/**
 * Stores an event and its deliveries, all or nothing, in one statement.
 * @returns false when there is an event with this id, or one of the tenant with this external id: nothing was stored
 * @throws a foreign key violation when the tenant is gone
 */
export async function storeEvent(sql: Sql, event: NewStoredEvent): Promise<boolean> {
  const rows = await run(sql, STORE_EVENT, [
    event.id,
    event.tenantId,
    event.type,
    event.timestamp,
    event.externalId,
    event.sourceId,
    event.contentType,
    event.body,
    event.dataStart,
    event.traceId,
    event.createdAt,
    event.deliveries.map((delivery) => delivery.id),
    event.deliveries.map((delivery) => delivery.endpointId),
    event.raw,
  ])
  return rows.length === 1
}

const SUMMARY = {
  id: true,
  type: true,
  timestamp: true,
  externalId: true,
  sourceId: true,
  createdAt: true,
} as const

/** One event with its body (the envelope) and the place in it where its data begins. */
export async function findEvent(
  { prisma }: Database,
  tenantId: TenantId,
  id: EventId,
): Promise<{ summary: EventSummary; body: Uint8Array; dataStart: number; contentType: string } | undefined> {
  const row = await prisma.event.findFirst({ where: { id, tenantId }, omit: { raw: true } })
  if (row === null) return undefined
  const { body, dataStart, contentType } = row
  return { summary: toSummary(row), body, dataStart, contentType }
}

export async function listEvents(
  { prisma }: Database,
  tenantId: TenantId,
  query: EventQuery,
): Promise<Page<EventSummary>> {
  const { type, sourceId, externalId } = query
  const rows = await prisma.event.findMany({
    where: { tenantId, id: idsOfPage('event', query), ...definedOf({ type, sourceId, externalId }) },
    select: SUMMARY,
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('event'), rows, { limit: query.limit, toItem: toSummary })
}

interface SummaryRow {
  id: string
  type: string
  timestamp: Date
  externalId: string | null
  sourceId: string | null
  createdAt: Date
}

function toSummary(row: SummaryRow): EventSummary {
  return {
    id: row.id as EventId,
    type: row.type,
    timestamp: row.timestamp.toISOString(),
    externalId: row.externalId,
    sourceId: row.sourceId as SourceId | null,
    createdAt: row.createdAt.toISOString(),
  }
}
