import { FairQueue } from '@posthorn/fairness'
import { reportBatch } from './batch-reports.ts'

export interface BatcherOptions<Item, Result> {
  /**
   * Does the work of all items in one batch, all or nothing.
   * @returns a result for each item, in the order of the items
   */
  work: (items: readonly Item[]) => Promise<readonly Result[]>
  /** Reports the sizes of the batches under this name. Default: they are not reported. */
  name?: string
  /** Items of a batch, at most. */
  maxBatchSize: number
  /** Weight of an item, in a unit of the caller's, such as bytes. Default: 0. */
  weightOf?: (item: Item) => number
  /** Weight of a batch, at most; a single item may be heavier. */
  maxBatchWeight?: number
  /** Key of an item, such as its tenant: keys share the batches equally. Default: one key for all. */
  keyOf?: (item: Item) => string
  /** Batches in flight at once. Calls beyond them wait for the next batch. */
  concurrency: number
  /** Batches in flight at once with items of one key, so that a slow key delays no other. Default: all. */
  concurrencyPerKey?: number
  /** Minimum time between the starts of two batches, in milliseconds. Default: 0. */
  intervalMs?: number
  /** Items that wait, at most. Default: no limit, for callers whose number is limited. */
  waitingMax?: number
  /** Whether an error is about the store and not the items: then it fails all calls, and the batch is not split. */
  isUnavailable: (error: unknown) => boolean
}

/** Too many items wait. The call failed at once. */
export class TooManyWaitingError extends Error {
  override readonly name = 'TooManyWaitingError'
  readonly code = 'TOO_MANY_WAITING'
}

/** Does the work of one item, in a batch with the items of concurrent calls. */
export type Batcher<Item, Result> = (item: Item) => Promise<Result>

interface Call<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/**
 * Combines concurrent calls into batches: one statement and one commit instead of many. A batch never waits to fill up: a call starts
 * in the same turn of the event loop, unless `concurrency` batches are in flight or one has just started; then it waits for the
 * next batch. So batches are small at low load and grow with it.
 *
 * A failed batch fails only its own calls. A batch that fails because of an item is split until that item is alone.
 */
export function createBatcher<Item, Result>({
  work,
  name,
  maxBatchSize,
  weightOf = () => 0,
  maxBatchWeight = Number.POSITIVE_INFINITY,
  keyOf = () => '',
  concurrency,
  concurrencyPerKey = Number.POSITIVE_INFINITY,
  intervalMs = 0,
  waitingMax = Number.POSITIVE_INFINITY,
  isUnavailable,
}: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  const waiting = new FairQueue<Call<Item, Result>>({
    costOf: ({ item }) => 1 + weightOf(item),
    // Small items of a key stay together, and a heavy one waits until other keys had the same weight.
    quantum: Number.isFinite(maxBatchWeight) ? 1 + maxBatchWeight / maxBatchSize : 1,
  })
  const inFlightOfKey = new Map<string, number>()
  let inFlight = 0
  let isStarting = false
  let startedMs = Number.NEGATIVE_INFINITY

  /** Not before the end of this turn of the event loop, so that calls of other connections join the batch. */
  function startSoon(): void {
    if (isStarting || inFlight >= concurrency) return
    isStarting = true
    const earlyMs = startedMs + intervalMs - performance.now()
    if (earlyMs > 0) setTimeout(start, earlyMs)
    else setImmediate(start)
  }

  function start(): void {
    isStarting = false
    startedMs = performance.now()
    while (inFlight < concurrency) {
      const calls = takeNext()
      if (calls.length === 0) return
      void runBatch(calls)
    }
  }

  const mayServe = (key: string) => (inFlightOfKey.get(key) ?? 0) < concurrencyPerKey

  /** Calls that were too heavy for the rest of a batch: the first of the next batch that may have their key. */
  const leftovers: Call<Item, Result>[] = []

  function takeNext(): Call<Item, Result>[] {
    const calls: Call<Item, Result>[] = []
    let weight = 0
    while (calls.length < maxBatchSize) {
      const call = takeLeftover() ?? waiting.next(mayServe)?.item
      if (call === undefined) break
      weight += weightOf(call.item)
      if (calls.length > 0 && weight > maxBatchWeight) {
        leftovers.push(call)
        break
      }
      calls.push(call)
    }
    return calls
  }

  function takeLeftover(): Call<Item, Result> | undefined {
    const index = leftovers.findIndex(({ item }) => mayServe(keyOf(item)))
    return index === -1 ? undefined : leftovers.splice(index, 1)[0]
  }

  const waitingCalls = () => leftovers.length + waiting.size

  async function runBatch(calls: readonly Call<Item, Result>[]): Promise<void> {
    if (name !== undefined) reportBatch({ name, size: calls.length })
    const keys = new Set(calls.map(({ item }) => keyOf(item)))
    inFlight += 1
    for (const key of keys) inFlightOfKey.set(key, (inFlightOfKey.get(key) ?? 0) + 1)
    await settle(calls)
    inFlight -= 1
    for (const key of keys) {
      const others = (inFlightOfKey.get(key) ?? 0) - 1
      if (others > 0) inFlightOfKey.set(key, others)
      else inFlightOfKey.delete(key)
    }
    if (waitingCalls() > 0) startSoon()
  }

  async function settle(calls: readonly Call<Item, Result>[]): Promise<void> {
    try {
      const results = await work(calls.map(({ item }) => item))
      calls.forEach(({ resolve }, index) => resolve(results[index] as Result))
    } catch (error) {
      if (calls.length === 1 || isUnavailable(error)) {
        for (const { reject } of calls) reject(error)
        return
      }
      const half = Math.ceil(calls.length / 2)
      await settle(calls.slice(0, half))
      await settle(calls.slice(half))
    }
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      if (waitingCalls() >= waitingMax) throw new TooManyWaitingError(`${waitingCalls()} items wait`)
      waiting.add(keyOf(item), { item, resolve, reject })
      startSoon()
    })
}
