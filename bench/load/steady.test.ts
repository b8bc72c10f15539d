import { describe, expect, it } from 'vitest'
import { steadyOf } from './steady.ts'

const answer = (n: number, intendedMs: number, tookMs: number) => ({
  n,
  intendedMs,
  answeredMs: intendedMs + tookMs,
  status: 202,
})

describe('the steady part of a load', () => {
  it('has the replies after the warm-up', () => {
    const slow = [answer(0, 5000, 900), answer(1, 5100, 800)]
    const fast = Array.from({ length: 100 }, (_, n) => answer(n + 2, 6000 + n * 10, 10))
    const { perSecond, latency } = steadyOf([...slow, ...fast], 1)
    expect(perSecond).toBe(100)
    expect(latency.count).toBe(100)
    expect(latency.max).toBeCloseTo(10, 1)
  })

  it('is empty when all replies arrived in the warm-up', () => {
    expect(steadyOf([answer(0, 0, 10)], 1)).toMatchObject({ perSecond: 0, latency: { count: 0 } })
    expect(steadyOf([], 1)).toMatchObject({ perSecond: 0 })
  })
})
