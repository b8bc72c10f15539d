import type { EventId, EventQuery, EventSummary, Page, SourceId, TenantId } from '@posthorn/contracts'
import { idsOfPage, listOf, toPageById } from './cursor.ts'
import type { Database } from './database.ts'
import { definedOf } from './defined.ts'

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
