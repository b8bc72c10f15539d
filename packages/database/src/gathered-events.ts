import { UnavailableError } from '@posthorn/contracts'
import { type Gather, gather } from '@posthorn/gather'
import type { Database } from './database.ts'
import type { Sql } from './sql.ts'
import { type NewStoredEvent, type Storing, storeEvents } from './store-events.ts'
import { isForeignKeyViolation } from './unavailable.ts'

/** What is stored in one statement: it has to stay well within the time that a statement may take. */
const EVENTS_MAX = 200
const BYTES_MAX = 4 * 1024 * 1024
/** What a delivery weighs, about: ten thousand of them are enough for a statement. */
const BYTES_OF_DELIVERY = 400

/** Stores one event together with others that come at about the same time. */
export type StoreGathered = Gather<NewStoredEvent, Storing>

export function createStoreGathered(database: Database): StoreGathered {
  return gather({
    work: (events: readonly NewStoredEvent[]) => storeOrOutdated(database.pool, events),
    itemsMax: EVENTS_MAX,
    weightOf: weightOfEvent,
    weightMax: BYTES_MAX,
    atOnce: 2,
    isTrouble: (error) => error instanceof UnavailableError,
  })
}

export function weightOfEvent({ body, raw, deliveries }: NewStoredEvent): number {
  return body.length + (raw?.length ?? 0) + BYTES_OF_DELIVERY * deliveries.length
}

async function storeOrOutdated(sql: Sql, events: readonly NewStoredEvent[]): Promise<Storing[]> {
  try {
    return await storeEvents(sql, events)
  } catch (error) {
    // Of one alone it says that its tenant went at this very moment. Of several, the others are not to blame.
    if (events.length === 1 && isForeignKeyViolation(error)) return ['outdated']
    throw error
  }
}
