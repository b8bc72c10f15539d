import { type DeliveryId, UnavailableError } from '@posthorn/contracts'
import {
  type AttemptRecord,
  type ClaimResult,
  claimDeliveries,
  type Database,
  type DueDelivery,
  recordAttempts,
} from '@posthorn/database'
import { type Gather, gather } from '@posthorn/gather'

// A go costs much, and an item in it little: two at a time would be smaller ones, of which those that claim would only wait
// for each other's gates. So there is one of each kind, and what comes meanwhile, or in the milliseconds after it has begun, is
// the next.
const GOES = 1
const GOES_APART_MS = 3
const CLAIMED_AT_ONCE = 200
const RECORDED_AT_ONCE = 200
/** A record is at most a few times 16 KiB: so much of them goes into one statement. */
const RECORDED_BYTES = 2 * 1024 * 1024

/** What becomes of a record. */
export interface RecordResult {
  /** Whether its delivery moved on with it. */
  moved: boolean
  /** Deliveries that need not wait for their endpoint any longer, be it for this record or one beside it. */
  woken: DueDelivery[]
}

/** What a worker asks of the database for each delivery, for many of them at once. */
export interface DeliveryStore {
  /** Takes a delivery for as long as its attempt can last; undefined when there is nothing to do now. */
  claim: Gather<DeliveryId, ClaimResult>
  /** Puts an attempt on record and moves its delivery on. Safe to repeat. */
  record: Gather<AttemptRecord, RecordResult>
}

export function createDeliveryStore(database: Database): DeliveryStore {
  const isTrouble = (error: unknown) => error instanceof UnavailableError
  return {
    claim: gather({
      work: (ids) => claimDeliveries(database, ids),
      itemsMax: CLAIMED_AT_ONCE,
      atOnce: GOES,
      apartMs: GOES_APART_MS,
      isTrouble,
    }),
    record: gather({
      work: (records) => recordInRounds(database, records),
      itemsMax: RECORDED_AT_ONCE,
      weightOf: ({ responseBody }) => responseBody?.length ?? 0,
      weightMax: RECORDED_BYTES,
      atOnce: GOES,
      apartMs: GOES_APART_MS,
      isTrouble,
    }),
  }
}

/** A second attempt of a delivery that is there too, one that was thought to be lost, comes in a statement of its own. */
async function recordInRounds(
  database: Database,
  records: readonly AttemptRecord[],
): Promise<RecordResult[]> {
  const results = new Map<AttemptRecord, RecordResult>()
  let left = records
  while (left.length > 0) {
    const round = [...new Map(left.toReversed().map((record) => [record.deliveryId, record])).values()]
    const { moved, woken } = await recordAttempts(database, round)
    round.forEach((record, index) => {
      results.set(record, { moved: moved.has(record.deliveryId), woken: index === 0 ? woken : [] })
    })
    left = left.filter((record) => !results.has(record))
  }
  return records.map((record) => results.get(record) ?? { moved: false, woken: [] })
}
