import type { EventId } from '@posthorn/contracts'
import type { Pool } from 'pg'
import { createLargeTransactions, type LargeTransactions } from '../publishing/large-transactions.ts'
import type { ComposedEvent } from '../publishing/store-events.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { type Query, run } from '../sql/sql.ts'
import { findEventsOfKeys } from './events-of-keys.ts'
import type { VerifiedCall } from './previous-events.ts'
import { type RecordedEvents, requestOfSeveralQuery } from './request-of-several.ts'
import { decideSeveralEvents } from './several-events.ts'
import { storeNewEvents } from './store-new-events.ts'

/** A verified request with several events. */
export interface SeveralCall extends Omit<VerifiedCall, 'dedupeKeys'> {
  /** Of each event, in their order in the request. */
  dedupeKeys: readonly (readonly string[])[]
}

/**
 * The outcome of storing a request with several events.
 *
 * - `stored`: those of its events that are new are stored with their deliveries.
 * - `duplicate`: all its events were stored before.
 * - `stale`: the rules have changed, or the tenant has been deleted. Nothing was stored: the request must be verified again.
 */
export type SeveralResult =
  | { outcome: 'stored'; events: readonly ComposedEvent[] }
  | { outcome: 'duplicate'; eventId: EventId }
  | { outcome: 'stale' }

/**
 * Stores a verified request with several events: all those that are new, or none. Of concurrent copies of an event, in any
 * requests and processes, one is stored.
 * @param compose makes the events at these positions, in their order. Called again only if more events turn out to be new
 */
export type StoreSeveral = (
  call: SeveralCall,
  compose: (positions: readonly number[]) => Promise<readonly ComposedEvent[]>,
) => Promise<SeveralResult>

interface StoreSeveralOptions {
  /** Shared by all large transactions of the process. */
  largeTransactions?: LargeTransactions
  /** Default: adds a record. */
  record?: RecordSeveral
}

/** The query that records a request. It has no row when the rules are stale. */
type RecordSeveral = (call: SeveralCall, recorded: RecordedEvents) => Query

/** A request with several events is a large transaction, whose tenant waits for its turn. */
export function createStoreSeveral(
  database: Database,
  { largeTransactions = createLargeTransactions(), record = requestOfSeveralQuery }: StoreSeveralOptions = {},
): StoreSeveral {
  return (call, compose) =>
    largeTransactions(call.tenantId, () => storeInTurn(poolOf(database), call, { compose, record }))
}

async function storeInTurn(
  pool: Pool,
  call: SeveralCall,
  { compose, record }: { compose: Parameters<StoreSeveral>[1]; record: RecordSeveral },
): Promise<SeveralResult> {
  const { request, dedupeKeys } = call
  const composed = new Map<number, ComposedEvent>()
  for (;;) {
    const stored = await findEventsOfKeys(pool, request.sourceId, dedupeKeys.flat())
    const { newPositions, duplicateEventIds } = decideSeveralEvents(dedupeKeys, stored)
    const [eventId] = duplicateEventIds
    if (newPositions.length === 0 && eventId !== undefined) {
      const outcome = 'duplicate'
      const { statement, values } = record(call, { outcome, eventId, eventIds: [], duplicateEventIds })
      const recorded = await run(pool, statement, values)
      return recorded.length === 0 ? { outcome: 'stale' } : { outcome, eventId }
    }

    const missing = newPositions.filter((position) => !composed.has(position))
    for (const [index, event] of (await compose(missing)).entries()) composed.set(missing[index] ?? 0, event)
    const events = newPositions.flatMap((position) => composed.get(position) ?? [])
    const keysOfEvents = newPositions.map((position) => dedupeKeys[position] ?? [])
    const newEvents = { ...call, events, dedupeKeys: keysOfEvents }
    const outcome = await storeNewEvents(pool, newEvents, (eventIds) =>
      record(call, { outcome: 'accepted', eventId: eventIds[0], eventIds, duplicateEventIds }),
    )
    if (outcome === 'stored') return { outcome, events }
    if (outcome === 'stale') return { outcome }
    // A copy of one of them was stored first: the next lookup finds it, unless its window has ended.
  }
}
