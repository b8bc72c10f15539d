import { setImmediate } from 'node:timers/promises'
import { createBatcher } from '@posthorn/batch'
import { type EventId, UnavailableError } from '@posthorn/contracts'
import { isLargeEvent, weightOfEvent } from '../publishing/event-batcher.ts'
import { createLargeTransactions, type LargeTransactions } from '../publishing/large-transactions.ts'
import type { ComposedEvent } from '../publishing/store-events.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { findPreviousEvents, type PreviousEvent, type VerifiedCall } from './previous-events.ts'
import { type NewInbound, storeNewInbound } from './store-new-inbound.ts'

/**
 * The outcome of storing a verified request.
 *
 * - `stored`: its event is stored with its deliveries.
 * - `duplicate`: its event was stored before.
 * - `stale`: the rules have changed, or the tenant has been deleted. Nothing was stored: the request must be verified again.
 */
export type InboundResult =
  | { outcome: 'stored'; event: ComposedEvent }
  | { outcome: 'duplicate'; eventId: EventId }
  | { outcome: 'stale' }

/**
 * Stores a verified request: as an event with its deliveries if it is new, else as a duplicate of the first request. Of
 * concurrent copies, in any processes, one makes the event and the others wait for it.
 * @param compose makes the event; called if the request looks new
 */
export type StoreInbound = (
  call: VerifiedCall,
  compose: () => ComposedEvent | Promise<ComposedEvent>,
) => Promise<InboundResult>

const CALLS_MAX = 200
const BYTES_MAX = 2 * 1024 * 1024
/** Copying as much takes a millisecond. */
const LARGE_BYTES = 4 * 1024 * 1024

/**
 * Concurrent requests are looked up by one statement and stored in one transaction. A large event is stored
 * alone, as a large transaction.
 * @param largeTransactions shared by all large transactions of the process
 */
export function createStoreInbound(
  database: Database,
  largeTransactions: LargeTransactions = createLargeTransactions(),
): StoreInbound {
  const batching = {
    maxBatchSize: CALLS_MAX,
    keyOf: ({ tenantId }: VerifiedCall) => tenantId,
    concurrency: 2,
    isUnavailable: (error: unknown) => error instanceof UnavailableError,
  }
  const lookUp = createBatcher({
    ...batching,
    work: (calls: readonly VerifiedCall[]) => findPreviousEvents(poolOf(database), calls),
  })
  const store = createBatcher({
    name: 'inbound',
    ...batching,
    work: (calls: readonly NewInbound[]) => storeNewInbound(poolOf(database), calls),
    weightOf: ({ event }: NewInbound) => weightOfEvent(event),
    maxBatchWeight: BYTES_MAX,
  })
  const storeLarge = (call: NewInbound) =>
    largeTransactions(
      call.tenantId,
      async () => (await storeNewInbound(poolOf(database), [call]))[0] ?? 'stale',
    )

  return async function storeInbound(call, compose) {
    let event: ComposedEvent | undefined
    for (;;) {
      const previous: PreviousEvent = await lookUp(call)
      if (previous === 'stale') return { outcome: 'stale' }
      if (previous !== undefined) return { outcome: 'duplicate', eventId: previous }
      event ??= await composed(compose)
      const isLarge = isLargeEvent(event)
      const outcome = await (isLarge ? storeLarge({ ...call, event }) : store({ ...call, event }))
      if (outcome === 'stale') return { outcome: 'stale' }
      if (outcome === 'stored') return { outcome: 'stored', event }
      // A concurrent copy was stored first: the next lookup finds it, unless its window has ended.
    }
  }
}

/** Megabytes are copied to compose an event, and again to send it: other work runs in between. */
async function composed(compose: Parameters<StoreInbound>[1]): Promise<ComposedEvent> {
  const event = await compose()
  if (event.body.length > LARGE_BYTES) await setImmediate()
  return event
}
