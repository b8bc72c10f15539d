import { describe, expect, it } from 'vitest'
import { drainOf } from './drain.ts'

const at = (atMs: number, n: number) => ({ n, receiver: 0, atMs, times: 1 })

describe('how fast a backlog is drained', () => {
  it('is measured over its second half, and over the whole', () => {
    // Fifty in five seconds, then fifty in half a second; in the order of the receivers, not of time.
    const slow = Array.from({ length: 50 }, (_, n) => at(n * 100, n))
    const fast = Array.from({ length: 51 }, (_, n) => at(5000 + n * 10, 50 + n))
    const { perSecond, wholePerSecond } = drainOf([...fast, ...slow])
    expect(perSecond).toBeCloseTo(100)
    expect(wholePerSecond).toBeCloseTo(100_000 / 5500)
  })

  it('is zero without arrivals', () => {
    expect(drainOf([])).toEqual({ perSecond: 0, wholePerSecond: 0 })
  })
})
