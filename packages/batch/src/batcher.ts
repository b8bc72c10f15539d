import { FairQueue } from '@posthorn/fairness'

export interface BatcherOptions<Item, Result> {
  /**
   * Does the work of all items in one go, all or nothing.
   * @returns a result for each item, in the order of the items
   */
  work: (items: readonly Item[]) => Promise<readonly Result[]>
  /** The most items in one go. */
  maxBatchSize: number
  /** How much an item weighs, in a unit of the caller's: bytes. Default: nothing. */
  weightOf?: (item: Item) => number
  /** The most weight in one go; a single item may be heavier. */
  maxBatchWeight?: number
  /** Whose item it is: the batches are shared equally among keys, as tenants. Default: all of one key. */
  keyOf?: (item: Item) => string
  /** How many goes are under way at once. While they are, calls gather. */
  concurrency: number
  /** In how many of these a key may be at once, so that what it has to wait for delays no other key. Default: in all. */
  concurrencyPerKey?: number
  /** How long after one go the next one begins, in milliseconds, at least. After that time nobody waits. Default: 0. */
  intervalMs?: number
  /** The most items that wait. Default: no bound, where what calls is bounded. */
  waitingMax?: number
  /** Whether an error says nothing about the items: the store is away. It is everyone's, and nothing is tried again. */
  isUnavailable: (error: unknown) => boolean
}

/** As many items wait as may: the call has failed at once. */
export class TooManyWaitingError extends Error {
  override readonly name = 'TooManyWaitingError'
  readonly code = 'TOO_MANY_WAITING'
}

/** Does the work of one item, together with whoever calls at about the same time. */
export type Batcher<Item, Result> = (item: Item) => Promise<Result>

interface Call<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/**
 * Makes one go of calls that come at about the same time: one statement and one commit instead of many. Nobody waits
 * for company: what comes while there is room goes on its way in the same turn of the event loop, and only what comes
 * while enough goes are under way, or right after one, waits for the next one. So the goes are small while there is little
 * to do, and grow with the load.
 *
 * A go that fails fails its own callers and nobody else. An item that cannot be done does not take its neighbours with
 * it: the go is split, until it stands alone.
 */
export function createBatcher<Item, Result>({
  work,
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
    // So that a key's small items still come along together, and a heavy one waits until the others had as much.
    quantum: Number.isFinite(maxBatchWeight) ? 1 + maxBatchWeight / maxBatchSize : 1,
  })
  const underWayOfKey = new Map<string, number>()
  let underWay = 0
  let isBeginning = false
  let beganMs = Number.NEGATIVE_INFINITY

  /** At the end of this turn, if not later: what has arrived on other connections by then comes along. */
  function beginSoon(): void {
    if (isBeginning || underWay >= concurrency) return
    isBeginning = true
    const earlyMs = beganMs + intervalMs - performance.now()
    if (earlyMs > 0) setTimeout(begin, earlyMs)
    else setImmediate(begin)
  }

  function begin(): void {
    isBeginning = false
    beganMs = performance.now()
    while (underWay < concurrency) {
      const calls = takeNext()
      if (calls.length === 0) return
      void go(calls)
    }
  }

  const mayServe = (key: string) => (underWayOfKey.get(key) ?? 0) < concurrencyPerKey

  /** Taken out of its turn, and too heavy for the batch that was being made: it is the first of the next one. */
  let left: Call<Item, Result> | undefined

  function takeNext(): Call<Item, Result>[] {
    const calls: Call<Item, Result>[] = []
    let weight = 0
    while (calls.length < maxBatchSize) {
      const call = takeLeft() ?? waiting.next(mayServe)?.item
      if (call === undefined) break
      weight += weightOf(call.item)
      if (calls.length > 0 && weight > maxBatchWeight) {
        left = call
        break
      }
      calls.push(call)
    }
    return calls
  }

  function takeLeft(): Call<Item, Result> | undefined {
    if (left === undefined || !mayServe(keyOf(left.item))) return undefined
    const call = left
    left = undefined
    return call
  }

  const isAnyWaiting = () => left !== undefined || waiting.size > 0

  async function go(calls: readonly Call<Item, Result>[]): Promise<void> {
    const keys = new Set(calls.map(({ item }) => keyOf(item)))
    underWay += 1
    for (const key of keys) underWayOfKey.set(key, (underWayOfKey.get(key) ?? 0) + 1)
    await settle(calls)
    underWay -= 1
    for (const key of keys) {
      const others = (underWayOfKey.get(key) ?? 0) - 1
      if (others > 0) underWayOfKey.set(key, others)
      else underWayOfKey.delete(key)
    }
    if (isAnyWaiting()) beginSoon()
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
      if (waiting.size >= waitingMax) throw new TooManyWaitingError(`${waiting.size} items wait`)
      waiting.add(keyOf(item), { item, resolve, reject })
      beginSoon()
    })
}
