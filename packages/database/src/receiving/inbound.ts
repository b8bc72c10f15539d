import { setImmediate } from 'node:timers/promises'
import { createBatcher } from '@posthorn/batch'
import { type EventId, UnavailableError } from '@posthorn/contracts'
import { isHeavyEvent, weightOfEvent } from '../publishing/batched-events.ts'
import type { NewStoredEvent } from '../publishing/store-events.ts'
import { createHeavyLane } from '../publishing/store-lanes.ts'
import type { Database } from '../sql/database.ts'
import { findSeenBefore, type SeenBefore, type VerifiedCall } from './seen-before.ts'
import { type NewInbound, storeNewInbound } from './store-inbound.ts'

/**
 * What became of a verified request.
 *
 * - `stored`: its event is stored with its deliveries.
 * - `duplicate`: its event was stored before.
 * - `stale`: the rules have changed, or the tenant has been deleted. Nothing was stored: the request must be verified again.
 */
export type InboundResult =
  | { outcome: 'stored'; event: NewStoredEvent }
  | { outcome: 'duplicate'; eventId: EventId }
  | { outcome: 'stale' }

/**
 * Stores a verified request: as an event with its deliveries when it is new, as a duplicate of the first one when it is
 * not. Of any number of copies at once, in any processes, one makes the event and the others wait for it.
 * @param compose makes the event; called when the request looks new
 */
export type StoreInbound = (
  call: VerifiedCall,
  compose: () => NewStoredEvent | Promise<NewStoredEvent>,
) => Promise<InboundResult>

const CALLS_MAX = 200
const BYTES_MAX = 2 * 1024 * 1024
/** To copy as much takes a millisecond. */
const LARGE_BYTES = 4 * 1024 * 1024

/**
 * Requests that come at about the same time are looked up by one statement, and stored in one transaction. What takes long to
 * store is stored by itself, in a lane of its own.
 */
export function createStoreInbound(database: Database): StoreInbound {
  const together = {
    maxBatchSize: CALLS_MAX,
    keyOf: ({ tenantId }: VerifiedCall) => tenantId,
    concurrency: 2,
    isUnavailable: (error: unknown) => error instanceof UnavailableError,
  }
  const lookUp = createBatcher({
    ...together,
    work: (calls: readonly VerifiedCall[]) => findSeenBefore(database.pool, calls),
  })
  const store = createBatcher({
    ...together,
    work: (calls: readonly NewInbound[]) => storeNewInbound(database.pool, calls),
    weightOf: ({ event }: NewInbound) => weightOfEvent(event),
    maxBatchWeight: BYTES_MAX,
  })
  const heavyLane = createHeavyLane()
  const storeHeavy = (call: NewInbound) =>
    heavyLane(call.tenantId, async () => (await storeNewInbound(database.pool, [call]))[0] ?? 'stale')

  return async function storeInbound(call, compose) {
    let event: NewStoredEvent | undefined
    for (;;) {
      const seen: SeenBefore = await lookUp(call)
      if (seen === 'stale') return { outcome: 'stale' }
      if (seen !== undefined) return { outcome: 'duplicate', eventId: seen }
      event ??= await composed(compose)
      const isHeavy = isHeavyEvent(event)
      const storing = await (isHeavy ? storeHeavy({ ...call, event }) : store({ ...call, event }))
      if (storing === 'stale') return { outcome: 'stale' }
      if (storing === 'stored') return { outcome: 'stored', event }
      // A copy of it was there a moment earlier: by now it can be found, or its window has run out.
    }
  }
}

/** Megabytes are copied to make an event of them, and again to send it: others have their turn in between. */
async function composed(compose: Parameters<StoreInbound>[1]): Promise<NewStoredEvent> {
  const event = await compose()
  if (event.body.length > LARGE_BYTES) await setImmediate()
  return event
}
