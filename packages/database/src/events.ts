import type { EventId, EventSummary, SourceId, TenantId } from '@posthorn/contracts'
import type { Database } from './database.ts'

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

/** The id of the event with this id of its publisher; one that no event has, when there is none. */
export async function idOfNamed(
  prisma: Database['prisma'],
  tenantId: TenantId,
  externalId: string,
): Promise<string> {
  const row = await prisma.externalId.findUnique({ where: { tenantId_externalId: { tenantId, externalId } } })
  return row?.eventId ?? ''
}

export interface SummaryRow {
  id: string
  type: string
  timestamp: Date
  externalId: string | null
  sourceId: string | null
  createdAt: Date
}

export function toSummary(row: SummaryRow): EventSummary {
  return {
    id: row.id as EventId,
    type: row.type,
    timestamp: row.timestamp.toISOString(),
    externalId: row.externalId,
    sourceId: row.sourceId as SourceId | null,
    createdAt: row.createdAt.toISOString(),
  }
}
