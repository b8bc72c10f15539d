import type { EventId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { readEventData } from './events.ts'

/** An event that has its content. */
export interface KeptEvent {
  id: EventId
  type: string
  dataBytes: number
}

// Each event is looked up separately, so that only its partition is read. A tenant_id without an index: otherwise the planner
// might read all rows of the tenant.
const FIND = {
  name: 'find-kept-events',
  text: `
    SELECT e.id, e.type, e.bytes AS "dataBytes" FROM unnest($2::text[]) AS wanted (id) CROSS JOIN LATERAL (
      SELECT id, type, octet_length(body) - 1 - data_start AS bytes FROM events
      WHERE id = wanted.id AND (tenant_id = $1) IS TRUE AND content_removed_at IS NULL LIMIT 1
    ) AS e`,
}

/** Those events of a tenant that still have their content. */
export async function findKeptEvents(
  database: Database,
  tenantId: TenantId,
  ids: readonly EventId[],
): Promise<KeptEvent[]> {
  return run<KeptEvent>(poolOf(database), FIND, [tenantId, ids])
}

/** Limits of a read: it takes a few milliseconds. */
const EVENTS_OF_READ = 100
const BYTES_OF_READ = 1024 * 1024

const READ = {
  name: 'read-data-of-events',
  text: `
    SELECT e.id, e.data FROM unnest($1::text[]) AS wanted (id) CROSS JOIN LATERAL (
      SELECT id, substring(body FROM data_start + 1 FOR octet_length(body) - 1 - data_start) AS data FROM events
      WHERE id = wanted.id AND content_removed_at IS NULL LIMIT 1
    ) AS e`,
}

/** Reads the data of events, a few at a time. Leaves out those whose content was removed meanwhile. */
export async function* readDataOfEvents(
  database: Database,
  events: readonly KeptEvent[],
): AsyncGenerator<{ event: KeptEvent; data: Uint8Array }> {
  for (const part of partsOf(events)) {
    const [first, second] = part
    if (first === undefined) continue
    if (second === undefined) {
      const data = await readEventData(database, first.id)
      if (data !== undefined) yield { event: first, data }
      continue
    }
    const rows = await run<{ id: EventId; data: Buffer }>(poolOf(database), READ, [part.map(({ id }) => id)])
    const byId = new Map(rows.map(({ id, data }) => [id, data]))
    for (const event of part) {
      const data = byId.get(event.id)
      if (data !== undefined) yield { event, data }
    }
  }
}

function* partsOf(events: readonly KeptEvent[]): Generator<KeptEvent[]> {
  let part: KeptEvent[] = []
  let bytes = 0
  for (const event of events) {
    if (part.length === EVENTS_OF_READ || (part.length > 0 && bytes + event.dataBytes > BYTES_OF_READ)) {
      yield part
      part = []
      bytes = 0
    }
    part.push(event)
    bytes += event.dataBytes
  }
  yield part
}
