import { expect, it } from 'vitest'
import { recoveryReserve } from './recovery-reserve.ts'

it.each([
  ['by default', 20, null, 400],
  ['of an endpoint with maxInFlight 1', 1, null, 20],
  ['of an endpoint with a high maxInFlight', 1000, null, 1000],
  ['of an endpoint with a low rate limit', 20, 1, 2],
  ['of an endpoint with a high rate limit and maxInFlight 1', 1, 1000, 20],
  ['of an endpoint with a high rate limit and maxInFlight', 1000, 1000, 1000],
])(
  '%s, so many of an endpoint’s deliveries wait while it is recovered',
  (_case, maxInFlight, rate, expected) => {
    expect(recoveryReserve({ maxInFlight, rateLimitPerSecond: rate })).toBe(expected)
  },
)
