import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type BatcherOptions, createBatcher, TooManyWaitingError } from './batcher.ts'

class StoreError extends Error {}

/** A store that doubles numbers when the test lets it continue. It refuses negative ones. */
function store(options: Partial<BatcherOptions<number, number>> = {}) {
  const batches: { items: readonly number[]; proceed: () => void; fail: (error: Error) => void }[] = []
  const double = createBatcher<number, number>({
    work: async (items) => {
      const held = Promise.withResolvers<void>()
      batches.push({ items, proceed: held.resolve, fail: held.reject })
      await held.promise
      if (items.some((item) => item < 0)) throw new Error(`refused: ${items.join(' ')}`)
      return items.map((item) => item * 2)
    },
    maxBatchSize: 100,
    concurrency: 1,
    isUnavailable: (error) => error instanceof StoreError,
    ...options,
  })
  return { double, batches }
}

/** Lets every batch continue, until the calls are settled. */
async function settled<Result>(
  { batches }: Pick<ReturnType<typeof store>, 'batches'>,
  calls: Promise<Result>[],
): Promise<PromiseSettledResult<Result>[]> {
  const all = Promise.allSettled(calls)
  let next = 0
  const proceed = () => {
    for (; next < batches.length; next += 1) batches[next]?.proceed()
  }
  const timer = setInterval(proceed)
  return all.finally(() => clearInterval(timer))
}

describe('calls', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('of one turn are one batch, and each gets its own result', async () => {
    const one = store()
    const results = await settled(one, [1, 2, 3].map(one.double))
    expect(results).toEqual([2, 4, 6].map((value) => ({ status: 'fulfilled', value })))
    expect(one.batches.map(({ items }) => items)).toEqual([[1, 2, 3]])
  })

  it('of one key do not keep those of another key out of the next batch', async () => {
    const one = store({ maxBatchSize: 2, keyOf: (item) => (item < 1000 ? 'busy' : 'other') })
    const calls = [1, 2, 3, 4, 5, 6, 1000].map(one.double)
    await settled(one, calls)
    expect(one.batches.findIndex(({ items }) => items.includes(1000))).toBe(0)
  })

  it('do not wait for a batch to fill up', async () => {
    const one = store()
    const call = one.double(1)
    await nextTurn()
    expect(one.batches).toHaveLength(1)
    one.batches[0]?.proceed()
    expect(await call).toBe(2)
  })

  it('that come right after a batch has started are the next one, those that come later start at once', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
    const one = store({ concurrency: 5, intervalMs: 3 })
    const begun = () => one.batches.map(({ items }) => items)
    const calls = [one.double(1)]
    await nextTurn()
    expect(begun()).toEqual([[1]])
    calls.push(one.double(2))
    await nextTurn()
    await vi.advanceTimersByTimeAsync(2)
    calls.push(one.double(3))
    await nextTurn()
    expect(begun()).toEqual([[1]])
    await vi.advanceTimersByTimeAsync(1)
    expect(begun()).toEqual([[1], [2, 3]])
    await vi.advanceTimersByTimeAsync(3)
    calls.push(one.double(4))
    await nextTurn()
    expect(begun()).toEqual([[1], [2, 3], [4]])
    vi.useRealTimers()
    expect(await settled(one, calls)).toHaveLength(4)
  })

  it('that come while a batch is in flight are the next one, in their order', async () => {
    const one = store()
    const calls = [one.double(1)]
    await nextTurn()
    for (const item of [2, 3, 4]) {
      calls.push(one.double(item))
      await nextTurn()
    }
    expect(one.batches.map(({ items }) => items)).toEqual([[1]])
    await settled(one, calls)
    expect(one.batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4]])
  })

  it('are in at most as many concurrent batches as allowed', async () => {
    const one = store({ concurrency: 2, maxBatchSize: 1 })
    const calls = [1, 2, 3].map(one.double)
    await nextTurn()
    expect(one.batches.map(({ items }) => items)).toEqual([[1], [2]])
    await settled(one, calls)
    expect(one.batches.map(({ items }) => items)).toEqual([[1], [2], [3]])
  })

  it('beyond the maximum that may wait fail at once, until there is room', async () => {
    const one = store({ maxBatchSize: 2, waitingMax: 3 })
    const calls = [one.double(1)]
    await nextTurn()
    calls.push(...[2, 3, 4].map(one.double))
    await expect(one.double(5)).rejects.toThrow(TooManyWaitingError)
    expect(await settled(one, calls)).toEqual([2, 4, 6, 8].map((value) => ({ status: 'fulfilled', value })))
    expect(await settled(one, [one.double(6)])).toEqual([{ status: 'fulfilled', value: 12 }])
  })

  it('are no more in one batch than the maximum', async () => {
    const one = store({ maxBatchSize: 2 })
    await settled(one, [1, 2, 3, 4, 5].map(one.double))
    expect(one.batches.map(({ items }) => items)).toEqual([[1, 2], [3, 4], [5]])
  })

  it('are no heavier in one batch than the maximum, unless a single one is', async () => {
    const one = store({ weightOf: (item) => item, maxBatchWeight: 10 })
    await settled(one, [4, 5, 2, 50, 1].map(one.double))
    expect(one.batches.map(({ items }) => items)).toEqual([[4, 5], [2], [50], [1]])
  })
})

describe('keys', () => {
  const keyOf = (item: number) => (item < 100 ? 'small' : 'other')

  it('share a batch equally, however many calls one of them makes', async () => {
    const one = store({ keyOf, maxBatchSize: 4 })
    await settled(one, [1, 2, 3, 4, 5, 6, 101, 102].map(one.double))
    expect(one.batches.map(({ items }) => items.toSorted((a, b) => a - b))).toEqual([
      [1, 2, 101, 102],
      [3, 4, 5, 6],
    ])
  })

  it('are in at most as many concurrent batches as allowed, and leave the others to the next key', async () => {
    const one = store({ keyOf, maxBatchSize: 1, concurrency: 3, concurrencyPerKey: 1 })
    const calls = [1, 2, 3].map(one.double)
    await nextTurn()
    calls.push(one.double(101))
    await nextTurn()
    expect(one.batches.map(({ items }) => items)).toEqual([[1], [101]])
    await settled(one, calls)
    expect(one.batches.map(({ items }) => items)).toEqual([[1], [101], [2], [3]])
  })
})

describe('a call that is too heavy for the rest of a batch', () => {
  const keyOf = (item: number) => (item < 100 ? 'small' : 'other')

  it('is in a later batch, also when its key is in flight while the next call is too heavy', async () => {
    const one = store({ keyOf, weightOf: () => 6, maxBatchWeight: 10, concurrency: 3, concurrencyPerKey: 1 })
    const calls = [1, 2, 3, 101, 102].map(one.double)
    await nextTurn()
    one.batches[0]?.proceed()
    await calls[0]
    await nextTurn()
    const results = await settled(one, calls)
    expect(results).toMatchObject([2, 4, 6, 202, 204].map((value) => ({ value })))
  })
})

describe('a batch that fails', () => {
  it('fails its own callers, and not those of the next one', async () => {
    const one = store()
    const first = [1, 2].map(one.double)
    await nextTurn()
    const second = one.double(3)
    one.batches[0]?.fail(new StoreError())
    expect(await settled(one, [...first, second])).toMatchObject([
      { reason: expect.any(StoreError) },
      { reason: expect.any(StoreError) },
      { value: 6 },
    ])
    expect(one.batches.map(({ items }) => items)).toEqual([[1, 2], [3]])
  })

  it.each([1, 2, 3, 7, 64])('for one item of %d does not fail its neighbours', async (count) => {
    for (let bad = 0; bad < count; bad += 1) {
      const one = store()
      const items = Array.from({ length: count }, (_, index) => (index === bad ? -1 : index))
      const results = await settled(one, items.map(one.double))
      expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'refused'))).toEqual(
        items.map((item, index) => (index === bad ? 'refused' : item * 2)),
      )
    }
  })

  it('for every item fails every caller', async () => {
    const one = store()
    const results = await settled(one, [-1, -2, -3].map(one.double))
    expect(results).toMatchObject([-1, -2, -3].map((item) => ({ reason: new Error(`refused: ${item}`) })))
  })
})
