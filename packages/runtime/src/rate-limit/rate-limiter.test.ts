import { describe, expect, it } from 'vitest'
import { type CountRequest, createRateLimiter } from './rate-limiter.ts'

/** A store that counts in windows of its own, and a clock that the test moves. */
function startLimiter() {
  let nowMs = 5000
  let isAvailable = true
  let calls = 0
  const windows = new Map<string, { count: number; endsAtMs: number }>()
  const count: CountRequest = async (name, windowMs) => {
    calls += 1
    if (!isAvailable) throw new Error('unavailable')
    const known = windows.get(name)
    const window =
      known !== undefined && known.endsAtMs > nowMs ? known : { count: 0, endsAtMs: nowMs + windowMs }
    windows.set(name, { ...window, count: window.count + 1 })
    return { count: window.count + 1, endsInMs: window.endsAtMs - nowMs }
  }
  return {
    limiter: createRateLimiter(count, () => nowMs),
    count,
    calls: () => calls,
    pass: (ms: number) => void (nowMs += ms),
    setAvailable: (value: boolean) => void (isAvailable = value),
  }
}

describe('the rate limiter', () => {
  it('allows as many requests in a second as the limit, and says what remains', async () => {
    const { limiter, pass } = startLimiter()
    expect(await limiter.take('key', 2)).toEqual({ allowed: true, remaining: 1, resetMs: 1000 })
    pass(300)
    expect(await limiter.take('key', 2)).toEqual({ allowed: true, remaining: 0, resetMs: 700 })
    expect(await limiter.take('key', 2)).toEqual({ allowed: false, remaining: 0, resetMs: 700 })
    expect(await limiter.take('other', 2)).toEqual({ allowed: true, remaining: 1, resetMs: 1000 })
    pass(700)
    expect(await limiter.take('key', 2)).toEqual({ allowed: true, remaining: 1, resetMs: 1000 })
  })

  it('counts the requests of other processes', async () => {
    const { limiter, count } = startLimiter()
    await count('key', 1000)
    await count('key', 1000)
    expect(await limiter.take('key', 2)).toEqual({ allowed: false, remaining: 0, resetMs: 1000 })
  })

  it('never says that a window ends later than its length, also when a later request began it', async () => {
    const limiter = createRateLimiter(
      async () => ({ count: 2, endsInMs: 1003 }),
      () => 5000,
    )
    expect(await limiter.take('key', 2)).toEqual({ allowed: true, remaining: 0, resetMs: 1000 })
  })

  it('refuses further requests of the same second without the store', async () => {
    const { limiter, calls } = startLimiter()
    for (let request = 0; request < 50; request += 1) await limiter.take('key', 2)
    expect(calls()).toBe(3)
  })

  it('counts by itself while the store is unavailable, from the last count that it knows', async () => {
    const { limiter, pass, setAvailable } = startLimiter()
    await limiter.take('key', 2)
    setAvailable(false)
    expect(await limiter.take('key', 2)).toEqual({ allowed: true, remaining: 0, resetMs: 1000 })
    expect(await limiter.take('key', 2)).toMatchObject({ allowed: false })
    pass(1000)
    expect(await limiter.take('key', 2)).toEqual({ allowed: true, remaining: 1, resetMs: 1000 })
  })

  it('counts concurrent requests one by one while the store is unavailable', async () => {
    const { limiter, setAvailable } = startLimiter()
    setAvailable(false)
    const taken = await Promise.all(Array.from({ length: 10 }, () => limiter.take('key', 5)))
    expect(taken.map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0, 0, 0, 0, 0])
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(5)
  })

  it('counts in longer windows, and knows what it has counted', async () => {
    const { limiter, pass, setAvailable } = startLimiter()
    expect(limiter.known('address')).toEqual({ count: 0, endsInMs: 0 })
    await limiter.take('address', 2, 60_000)
    pass(20_000)
    expect(limiter.known('address')).toEqual({ count: 1, endsInMs: 40_000 })
    pass(40_000)
    expect(limiter.known('address')).toEqual({ count: 0, endsInMs: 0 })
    setAvailable(false)
    expect(await limiter.take('address', 2, 60_000)).toEqual({ allowed: true, remaining: 1, resetMs: 60_000 })
  })

  it('queries a store that has failed again after a second', async () => {
    const { limiter, calls, pass, setAvailable } = startLimiter()
    setAvailable(false)
    await limiter.take('key', 5)
    pass(999)
    await limiter.take('key', 5)
    expect(calls()).toBe(1)

    setAvailable(true)
    pass(1)
    expect(await limiter.take('key', 5)).toEqual({ allowed: true, remaining: 4, resetMs: 1000 })
    expect(calls()).toBe(2)
  })

  it('does not wait for a store that does not answer', async () => {
    const limiter = createRateLimiter(() => new Promise(() => {}))
    expect(await limiter.take('key', 2)).toMatchObject({ allowed: true, remaining: 1 })
  })
})
