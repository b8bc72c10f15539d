import type { EventId, TenantId } from '@posthorn/contracts'
import type { Database } from './database.ts'
import { findPublished, type StoredPublication } from './published-events.ts'
import { inTransaction } from './sql.ts'
import { type NewStoredEvent, storeEvents } from './store-events.ts'

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

/** So that each statement stays within the time that it may take, however many endpoints the events go to. */
const DELIVERIES_OF_PART = 5000

/** In the order in which `storeEvents` sorts: two batches that share ids wait for each other, also across their parts. */
function partsOf(events: readonly NewStoredEvent[]): NewStoredEvent[][] {
  const sorted = events.toSorted((one, other) => compared(one.externalId ?? '', other.externalId ?? ''))
  const parts: NewStoredEvent[][] = []
  let room = 0
  for (const event of sorted) {
    if (parts.length === 0 || event.deliveries.length > room) {
      parts.push([])
      room = DELIVERIES_OF_PART
    }
    parts.at(-1)?.push(event)
    room -= event.deliveries.length
  }
  return parts
}

function compared(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/** Thrown to roll back: of a batch everything is made by the same rules, or nothing. */
class Outdated extends Error {}

/**
 * Stores many events with their deliveries in one transaction: all of them, but for those that were stored before, or
 * nothing.
 * @returns undefined when nothing was stored, because the rules have changed or the tenant is gone
 */
export async function storeEventBatch(
  { pool }: Database,
  batch: NewBatch,
): Promise<BatchOutcome | undefined> {
  try {
    return await inTransaction(pool, async (sql) => {
      const stored = new Set<EventId>()
      for (const part of partsOf(batch.events)) {
        const storings = await storeEvents(sql, part)
        if (storings.includes('outdated')) throw new Outdated()
        part.forEach(({ id }, index) => void (storings[index] === 'stored' && stored.add(id)))
      }
      // Asked before the commit: what cannot be answered must not be there.
      const repeated = batch.events.filter(({ id }) => !stored.has(id))
      const ids = repeated.map(({ id }) => id)
      const externalIds = [
        ...batch.otherExternalIds,
        ...repeated.flatMap(({ externalId }) => externalId ?? []),
      ]
      const isAsked = ids.length + externalIds.length > 0
      const found = isAsked ? await findPublished(sql, batch.tenantId, { ids, externalIds }) : []
      return { stored, earlier: found.filter(({ id }) => !stored.has(id)) }
    })
  } catch (error) {
    if (!(error instanceof Outdated)) throw error
    return undefined
  }
}
