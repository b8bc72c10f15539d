import { expect, it } from 'vitest'
import { TokenBuckets } from './token-buckets.ts'

it('a charge without a limit counts in full, and one with a limit for a limited time', () => {
  let nowMs = 0
  const buckets = new TokenBuckets({ burst: 100, perSecond: 100 }, () => nowMs)
  buckets.charge('full', 1000)
  buckets.charge('limited', 1000, -100)
  nowMs = 2000
  expect([buckets.left('full'), buckets.left('limited'), buckets.left('other')]).toEqual([-700, 100, 100])
})

it('a token is taken as long as the key has one', () => {
  let nowMs = 0
  const buckets = new TokenBuckets({ burst: 3, perSecond: 2 }, () => nowMs)
  const take = (key: string, times: number) =>
    Array.from({ length: times }, () => buckets.take(key)).filter(Boolean).length
  expect([take('a', 5), take('b', 5)]).toEqual([3, 3])
  nowMs = 500
  expect(take('a', 5)).toBe(1)
  nowMs = 60_000
  expect(take('a', 5)).toBe(3)
})
