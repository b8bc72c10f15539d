import { expect, it } from 'vitest'
import { recoveryReserve } from './recovery-reserve.ts'

it.each([
  ['by default', 20, null, 400],
  ['of an endpoint that takes one at a time', 1, null, 20],
  ['of one that takes very many at once', 1000, null, 1000],
  ['of one that takes few a second', 20, 1, 2],
  ['of one that takes many a second, one at a time', 1, 1000, 20],
  ['of one that takes many a second and at once', 1000, 1000, 1000],
])(
  '%s, so many of an endpoint’s deliveries wait while it is recovered',
  (_case, maxInFlight, rate, expected) => {
    expect(recoveryReserve({ maxInFlight, rateLimitPerSecond: rate })).toBe(expected)
  },
)
