import { describe, expect, it } from 'vitest'
import { steadyOf } from './steady.ts'

const reply = (n: number, intendedMs: number, tookMs: number) => ({
  n,
  intendedMs,
  repliedMs: intendedMs + tookMs,
  status: 202,
})

describe('the steady part of a load', () => {
  it('has the replies after the warm-up', () => {
    const slow = [reply(0, 5000, 900), reply(1, 5100, 800)]
    const fast = Array.from({ length: 100 }, (_, n) => reply(n + 2, 6000 + n * 10, 10))
    const { perSecond, latency } = steadyOf([...slow, ...fast], 1)
    expect(perSecond).toBe(100)
    expect(latency.count).toBe(100)
    expect(latency.max).toBeCloseTo(10, 1)
  })

  it('is empty when all replies arrived in the warm-up', () => {
    expect(steadyOf([reply(0, 0, 10)], 1)).toMatchObject({ perSecond: 0, latency: { count: 0 } })
    expect(steadyOf([], 1)).toMatchObject({ perSecond: 0 })
  })
})
