import { type Batcher, createBatcher } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, type Sql } from '../sql/sql.ts'
import { createLargeTransactions, type LargeTransactions } from './large-transactions.ts'
import { type ComposedEvent, type StoreOutcome, storeEvent, storeEvents } from './store-events.ts'
import { storeFanOuts } from './store-fan-out.ts'

/** Limits of a statement, so that it stays far below the statement timeout. */
const EVENTS_MAX = 200
/** Some tens of milliseconds: how long an event waits that arrives just after a statement was sent. */
const BYTES_MAX = 2 * 1024 * 1024
/** So that three hundred events a second are not three hundred statements. */
const INTERVAL_MS = 3
/** Estimated. */
const BYTES_OF_DELIVERY = 400
/** A larger event is a transaction of its own: 650 deliveries, or a quarter of a megabyte. */
const SMALL_BYTES_MAX = 256 * 1024

/** Stores one event, in a batch with concurrent ones. */
export type StoreEvent = Batcher<ComposedEvent, StoreOutcome>

/** @param largeTransactions shared by all large transactions of the process */
export function createEventBatcher(
  database: Database,
  largeTransactions: LargeTransactions = createLargeTransactions(),
): StoreEvent {
  const storeSmall = createBatcher({
    name: 'events',
    work: (events: readonly ComposedEvent[]) => storeEvents(poolOf(database), events),
    maxBatchSize: EVENTS_MAX,
    weightOf: weightOfEvent,
    maxBatchWeight: BYTES_MAX,
    keyOf: ({ tenantId }) => tenantId,
    concurrency: 2,
    intervalMs: INTERVAL_MS,
    isUnavailable: (error) => error instanceof UnavailableError,
  })
  return (event) =>
    isLargeEvent(event)
      ? largeTransactions(event.tenantId, () => storeLargeEvent(database, event))
      : storeSmall(event)
}

export function weightOfEvent({ body, raw, deliveries }: ComposedEvent): number {
  return body.length + (raw?.length ?? 0) + BYTES_OF_DELIVERY * deliveries.length
}

/** Whether an event takes too long to store for others to wait for it. */
export function isLargeEvent(event: ComposedEvent): boolean {
  return weightOfEvent(event) > SMALL_BYTES_MAX
}

/** Thrown to roll back the deliveries of an event that is not stored. */
class NotStored extends Error {
  readonly outcome: StoreOutcome

  constructor(outcome: StoreOutcome) {
    super()
    this.outcome = outcome
  }
}

/**
 * Stores the deliveries first, in parts, and then the event: the event takes locks that other events of its tenant wait
 * for (its external id, the counts of the minute), and these can share a statement with events of other tenants.
 */
async function storeLargeEvent(database: Database, event: ComposedEvent): Promise<StoreOutcome> {
  try {
    return await inTransaction(poolOf(database), async (sql: Sql) => {
      const [bare] = await storeFanOuts(sql, [event])
      const outcome = bare === undefined ? 'stale' : await storeEvent(sql, bare)
      if (outcome !== 'stored') throw new NotStored(outcome)
      return outcome
    })
  } catch (error) {
    if (!(error instanceof NotStored)) throw error
    return error.outcome
  }
}
