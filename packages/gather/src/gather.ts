export interface GatherOptions<Item, Result> {
  /**
   * Does the work of all items in one go, all or nothing.
   * @returns a result for each item, in the order of the items
   */
  work: (items: readonly Item[]) => Promise<readonly Result[]>
  /** The most items in one go. */
  itemsMax: number
  /** How much an item weighs, in a unit of the caller's: bytes. Default: nothing. */
  weightOf?: (item: Item) => number
  /** The most weight in one go; a single item may be heavier. */
  weightMax?: number
  /** How many goes are under way at once. While they are, calls gather. */
  atOnce: number
  /** How long after one go the next one begins, in milliseconds, at least. After that time nobody waits. Default: 0. */
  apartMs?: number
  /** Whether an error says nothing about the items: the store is away. It is everyone's, and nothing is tried again. */
  isTrouble: (error: unknown) => boolean
}

/** Does the work of one item, together with whoever calls at about the same time. */
export type Gather<Item, Result> = (item: Item) => Promise<Result>

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
export function gather<Item, Result>({
  work,
  itemsMax,
  weightOf = () => 0,
  weightMax = Number.POSITIVE_INFINITY,
  atOnce,
  apartMs = 0,
  isTrouble,
}: GatherOptions<Item, Result>): Gather<Item, Result> {
  const waiting: Call<Item, Result>[] = []
  let underWay = 0
  let isBeginning = false
  let beganMs = Number.NEGATIVE_INFINITY

  /** At the end of this turn, if not later: what has arrived on other connections by then comes along. */
  function beginSoon(): void {
    if (isBeginning || underWay >= atOnce) return
    isBeginning = true
    const earlyMs = beganMs + apartMs - performance.now()
    if (earlyMs > 0) setTimeout(begin, earlyMs)
    else setImmediate(begin)
  }

  function begin(): void {
    isBeginning = false
    beganMs = performance.now()
    while (waiting.length > 0 && underWay < atOnce) void go(takeNext())
  }

  function takeNext(): Call<Item, Result>[] {
    let count = 0
    let weight = 0
    for (const { item } of waiting) {
      weight += weightOf(item)
      if (count === itemsMax || (count > 0 && weight > weightMax)) break
      count += 1
    }
    return waiting.splice(0, count)
  }

  async function go(calls: readonly Call<Item, Result>[]): Promise<void> {
    underWay += 1
    await settle(calls)
    underWay -= 1
    if (waiting.length > 0) beginSoon()
  }

  async function settle(calls: readonly Call<Item, Result>[]): Promise<void> {
    try {
      const results = await work(calls.map(({ item }) => item))
      calls.forEach(({ resolve }, index) => resolve(results[index] as Result))
    } catch (error) {
      if (calls.length === 1 || isTrouble(error)) {
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
      waiting.push({ item, resolve, reject })
      beginSoon()
    })
}
