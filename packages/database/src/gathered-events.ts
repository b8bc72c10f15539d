import { UnavailableError } from '@posthorn/contracts'
import { type Gather, gather } from '@posthorn/gather'
import type { Database } from './database.ts'
import { type NewStoredEvent, type Storing, storeEvents } from './store-events.ts'

/** What is stored in one statement: it has to stay well within the time that a statement may take. */
const EVENTS_MAX = 200
const BYTES_MAX = 4 * 1024 * 1024
/** One by one, three hundred events a second would be three hundred statements; nobody notices these milliseconds. */
const GOES_APART_MS = 3
/** What a delivery weighs, about: ten thousand of them are enough for a statement. */
const BYTES_OF_DELIVERY = 400

/** Stores one event together with others that come at about the same time. */
export type StoreGathered = Gather<NewStoredEvent, Storing>

export function createStoreGathered(database: Database): StoreGathered {
  return gather({
    work: (events: readonly NewStoredEvent[]) => storeEvents(database.pool, events),
    itemsMax: EVENTS_MAX,
    weightOf: weightOfEvent,
    weightMax: BYTES_MAX,
    atOnce: 2,
    apartMs: GOES_APART_MS,
    isTrouble: (error) => error instanceof UnavailableError,
  })
}

export function weightOfEvent({ body, raw, deliveries }: NewStoredEvent): number {
  return body.length + (raw?.length ?? 0) + BYTES_OF_DELIVERY * deliveries.length
}
