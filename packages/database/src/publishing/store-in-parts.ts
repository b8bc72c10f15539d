import type { Sql } from '../sql/sql.ts'
import { type ComposedEvent, type StoreOutcome, storeEventsWithoutExternalIds } from './store-events.ts'
import { storeFanOuts } from './store-fan-out.ts'

/** Limits of a statement: it takes some tens of milliseconds. */
export const EVENTS_OF_PART = 200
export const BYTES_OF_PART = 1024 * 1024

/**
 * Stores many events with their deliveries, in parts, so that each statement stays far below the statement timeout. Takes no lock
 * that other events of the tenant wait for: `storeExternalIds` ends the transaction.
 * @returns the outcome of the first event that is not stored: the caller rolls back
 */
export async function storeInParts(sql: Sql, events: readonly ComposedEvent[]): Promise<StoreOutcome> {
  const bare = await storeFanOuts(sql, events)
  for (const part of partsOf(bare)) {
    const outcomes = await storeEventsWithoutExternalIds(sql, part)
    const other = outcomes.find((outcome) => outcome !== 'stored')
    if (other !== undefined) return other
  }
  return 'stored'
}

function partsOf(events: readonly ComposedEvent[]): ComposedEvent[][] {
  const parts: ComposedEvent[][] = []
  let bytes = 0
  for (const event of events) {
    const part = parts.at(-1)
    if (part === undefined || part.length === EVENTS_OF_PART || bytes + event.body.length > BYTES_OF_PART) {
      parts.push([event])
      bytes = 0
    } else part.push(event)
    bytes += event.body.length
  }
  return parts
}
