import { type Batcher, createBatcher, reportBatch } from '@posthorn/batch'
import { type DeliveryId, type EndpointId, UnavailableError } from '@posthorn/contracts'
import {
  type AttemptRecord,
  type ClaimedDelivery,
  type ClaimOptions,
  type ClaimResult,
  claimDeliveries,
  type Database,
  type DisabledEndpoint,
  type DueDelivery,
  disableUndecryptable,
  recordAttempts,
  releaseClaim,
  type UndecryptableValue,
} from '@posthorn/database'
import type { HintPublisher } from '@posthorn/queue'

// A batch is expensive and an item in it is cheap. So one batch is in flight at a time, and they start a few milliseconds apart.
const CONCURRENCY = 1
const INTERVAL_MS = 3
/** Larger batches would block the worker's event loop. */
const RECORDED_AT_ONCE = 100
/** Bytes of records in one statement; a record has at most a few times 16 KiB. */
const RECORDED_BYTES = 2 * 1024 * 1024

/** Result of recording an attempt. */
export interface RecordResult {
  /** Whether the attempt changed the state of its delivery. */
  moved: boolean
  /** Deliveries that no longer wait for their endpoint, because of this record or another one in its batch. */
  woken: DueDelivery[]
  /** Endpoints that a 410 has disabled, in this record or another one in its batch. */
  disabled: DisabledEndpoint[]
}

/** The worker's queries for each delivery: records are batched across tenants. */
export interface DeliveryStore {
  /** Claims deliveries, each for the duration of its attempt. */
  claim: (ids: readonly DeliveryId[], options: ClaimOptions) => Promise<ClaimResult[]>
  /** Records an attempt and the next state of its delivery. Safe to repeat. */
  record: Batcher<AttemptRecord, RecordResult>
  /** Releases the claim of a delivery whose request was not sent. Safe to repeat. */
  release: (
    claim: Pick<ClaimedDelivery, 'deliveryId' | 'attemptNumber'>,
    remindAfterSeconds: number,
  ) => Promise<void>
  /**
   * Disables the endpoint of a value that no service can decrypt. Safe to repeat.
   * @returns whether it has disabled the endpoint
   */
  disableUndecryptable: (
    endpointId: EndpointId,
    value: UndecryptableValue,
    keyId: string | undefined,
  ) => Promise<boolean>
}

interface StoreDependencies {
  database: Database
  live: HintPublisher
}

export function createDeliveryStore({ database, live }: StoreDependencies): DeliveryStore {
  const isUnavailable = (error: unknown) => error instanceof UnavailableError
  return {
    claim: async (ids, options) => {
      reportBatch({ name: 'claims', size: ids.length })
      const results = await claimDeliveries(database, ids, options)
      publishLeft(live, results)
      return results
    },
    record: createBatcher({
      name: 'attempts',
      work: (records) => recordInRounds({ database, live }, records),
      maxBatchSize: RECORDED_AT_ONCE,
      weightOf: ({ responseBody }) => responseBody?.length ?? 0,
      maxBatchWeight: RECORDED_BYTES,
      keyOf: ({ tenantId }) => tenantId,
      concurrency: CONCURRENCY,
      intervalMs: INTERVAL_MS,
      isUnavailable,
    }),
    release: (claim, remindAfterSeconds) => releaseClaim(database, claim, remindAfterSeconds),
    disableUndecryptable: (endpointId, value, keyId) =>
      disableUndecryptable(database, endpointId, value, keyId),
  }
}

/** Two attempts of one delivery, of which one was considered lost, are recorded in separate statements. */
async function recordInRounds(
  { database, live }: StoreDependencies,
  records: readonly AttemptRecord[],
): Promise<RecordResult[]> {
  const results = new Map<AttemptRecord, RecordResult>()
  let left = records
  while (left.length > 0) {
    const round = [...new Map(left.toReversed().map((record) => [record.deliveryId, record])).values()]
    const { moved, woken, disabled } = await recordAttempts(database, round)
    publishHints(live, round, disabled)
    round.forEach((record, index) => {
      const ofBatch = index === 0 ? { woken, disabled } : { woken: [], disabled: [] }
      results.set(record, { moved: moved.has(record.deliveryId), ...ofBatch })
    })
    left = left.filter((record) => !results.has(record))
  }
  return records.map((record) => results.get(record) ?? { moved: false, woken: [], disabled: [] })
}

/** Wakes the listeners of relays: the API watches the tenants of those that are connected. */
function publishLeft(live: HintPublisher, results: readonly ClaimResult[]): void {
  for (const result of results)
    if (result.kind === 'left') live.publish(result.tenantId, 'delivery', [result.deliveryId])
}

function publishHints(
  live: HintPublisher,
  records: readonly AttemptRecord[],
  disabled: readonly DisabledEndpoint[],
): void {
  for (const { tenantId, deliveryId, next } of records) {
    live.publish(tenantId, 'delivery', [deliveryId], next.status === 'unchanged' ? undefined : next.status)
  }
  for (const { tenantId, endpointId } of disabled)
    live.publish(tenantId, 'endpoint', [endpointId], 'disabled')
}
