import { type Batcher, createBatcher } from '@posthorn/batch'
import { type DeliveryId, UnavailableError } from '@posthorn/contracts'
import {
  type AttemptRecord,
  type ClaimOptions,
  type ClaimResult,
  claimDeliveries,
  type Database,
  type DueDelivery,
  recordAttempts,
} from '@posthorn/database'

// A batch costs much, and an item in it little. So there is one at a time, and what comes meanwhile, or in the milliseconds after
// it has begun, is the next.
const CONCURRENCY = 1
const INTERVAL_MS = 3
/** More at once would hold up what the worker does besides. */
const RECORDED_AT_ONCE = 100
/** A record is at most a few times 16 KiB: so much of them goes into one statement. */
const RECORDED_BYTES = 2 * 1024 * 1024

/** What becomes of a record. */
export interface RecordResult {
  /** Whether its delivery moved on with it. */
  moved: boolean
  /** Deliveries that need not wait for their endpoint any longer, be it for this record or one beside it. */
  woken: DueDelivery[]
}

/** What a worker asks of the database for each delivery, for many of them at once, of all tenants in turn. */
export interface DeliveryStore {
  /** Takes deliveries, each for as long as its attempt can last. */
  claim: (ids: readonly DeliveryId[], options: ClaimOptions) => Promise<ClaimResult[]>
  /** Puts an attempt on record and moves its delivery on. Safe to repeat. */
  record: Batcher<AttemptRecord, RecordResult>
}

export function createDeliveryStore(database: Database): DeliveryStore {
  const isUnavailable = (error: unknown) => error instanceof UnavailableError
  return {
    claim: (ids, options) => claimDeliveries(database, ids, options),
    record: createBatcher({
      work: (records) => recordInRounds(database, records),
      maxBatchSize: RECORDED_AT_ONCE,
      weightOf: ({ responseBody }) => responseBody?.length ?? 0,
      maxBatchWeight: RECORDED_BYTES,
      keyOf: ({ tenantId }) => tenantId,
      concurrency: CONCURRENCY,
      intervalMs: INTERVAL_MS,
      isUnavailable,
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
