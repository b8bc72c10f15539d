import type { EventId, EventSummary, SourceId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** An event without its data. */
export interface FoundEvent extends EventSummary {
  traceId: string
  /** Those of the received request that are stored, if there are any. */
  headers?: Record<string, string>
}

/** One event of a tenant, without its data. */
export async function findEvent(
  database: Database,
  tenantId: TenantId,
  id: EventId,
): Promise<FoundEvent | undefined> {
  const row = await prismaOf(database).event.findFirst({
    where: { id, tenantId },
    omit: { body: true, raw: true },
  })
  if (row === null) return undefined
  const headers = row.headers as Record<string, string> | null
  return {
    ...toSummary({ ...row, expired: row.contentRemovedAt !== null }),
    traceId: row.traceId,
    ...(headers !== null && { headers }),
  }
}

/** Reading and decoding this many bytes takes a few milliseconds. */
const PART_BYTES = 1024 * 1024

const READ_PART = {
  name: 'read-event-part',
  text: `
    SELECT substring(body FROM data_start + 1 + $2 FOR least($3, octet_length(body) - 1 - data_start - $2)) AS part,
      octet_length(body) - 1 - data_start AS total
    FROM events WHERE id = $1 AND octet_length(body) - 1 - data_start > $2`,
}

/**
 * The data of an event, to the byte as it was published or received. A large one is read in parts: as a whole it would
 * block the event loop.
 * @returns undefined when the event is not there, was deleted meanwhile, or has no content
 */
export async function readEventData(database: Database, id: EventId): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  for (;;) {
    const start = parts.length * PART_BYTES
    const [row] = await run<{ part: Buffer; total: number }>(poolOf(database), READ_PART, [
      id,
      start,
      PART_BYTES,
    ])
    if (row === undefined) return undefined
    parts.push(row.part)
    if (start + row.part.length >= row.total) return Buffer.concat(parts)
  }
}

/** SQL of the columns of {@link SummaryRow}. */
export const EVENT_COLUMNS = `id, type, timestamp, external_id AS "externalId", source_id AS "sourceId", created_at AS "createdAt",
  content_removed_at IS NOT NULL AS expired`

export interface SummaryRow {
  id: string
  type: string
  timestamp: Date
  externalId: string | null
  sourceId: string | null
  createdAt: Date
  /** Whether its content was removed. */
  expired: boolean
}

export function toSummary(row: SummaryRow): EventSummary {
  return {
    id: row.id as EventId,
    type: row.type,
    timestamp: row.timestamp.toISOString(),
    externalId: row.externalId,
    sourceId: row.sourceId as SourceId | null,
    createdAt: row.createdAt.toISOString(),
    expired: row.expired,
  }
}
