import { type Batcher, createBatcher } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'
import { inTransaction, type Sql } from '../sql/sql.ts'
import { type NewStoredEvent, type Storing, storeEvent, storeEvents } from './store-events.ts'
import { storeFanOuts } from './store-fan-out.ts'
import { createHeavyLane, type HeavyLane } from './store-lanes.ts'

/** What is stored in one statement: it has to stay well within the time that a statement may take. */
const EVENTS_MAX = 200
/** Some tens of milliseconds, which is what an event waits for that comes right after a statement has begun. */
const BYTES_MAX = 2 * 1024 * 1024
/** One by one, three hundred events a second would be three hundred statements; nobody notices these milliseconds. */
const GOES_APART_MS = 3
/** What a delivery weighs, about. */
const BYTES_OF_DELIVERY = 400
/** What is heavier is stored by itself, in another lane: 650 deliveries, or a quarter of a megabyte. */
const LIGHT_BYTES_MAX = 256 * 1024

/** Stores one event together with others that come at about the same time. */
export type StoreEvent = Batcher<NewStoredEvent, Storing>

/** @param heavyLane of the process, so that all that takes long in it shares one */
export function createEventBatcher(database: Database, heavyLane: HeavyLane = createHeavyLane()): StoreEvent {
  const storeLight = createBatcher({
    work: (events: readonly NewStoredEvent[]) => storeEvents(database.pool, events),
    maxBatchSize: EVENTS_MAX,
    weightOf: weightOfEvent,
    maxBatchWeight: BYTES_MAX,
    keyOf: ({ tenantId }) => tenantId,
    concurrency: 2,
    intervalMs: GOES_APART_MS,
    isUnavailable: (error) => error instanceof UnavailableError,
  })
  return (event) =>
    isHeavyEvent(event)
      ? heavyLane(event.tenantId, () => storeHeavyEvent(database, event))
      : storeLight(event)
}

export function weightOfEvent({ body, raw, deliveries }: NewStoredEvent): number {
  return body.length + (raw?.length ?? 0) + BYTES_OF_DELIVERY * deliveries.length
}

/** Whether an event takes so long to store that others should not wait for it. */
export function isHeavyEvent(event: NewStoredEvent): boolean {
  return weightOfEvent(event) > LIGHT_BYTES_MAX
}

/** Thrown to roll back: the deliveries of an event that is not stored. */
class NotStored extends Error {
  readonly storing: Storing

  constructor(storing: Storing) {
    super()
    this.storing = storing
  }
}

/**
 * Its deliveries first, in parts, and then the event: it takes locks that other events of its tenant wait for (its id, the
 * counts of the minute), and these can be in one statement with those of other tenants.
 */
async function storeHeavyEvent({ pool }: Database, event: NewStoredEvent): Promise<Storing> {
  try {
    return await inTransaction(pool, async (sql: Sql) => {
      const [bare] = await storeFanOuts(sql, [event])
      const storing = bare === undefined ? 'stale' : await storeEvent(sql, bare)
      if (storing !== 'stored') throw new NotStored(storing)
      return storing
    })
  } catch (error) {
    if (!(error instanceof NotStored)) throw error
    return error.storing
  }
}
