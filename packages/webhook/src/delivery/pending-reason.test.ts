import { describe, expect, it } from 'vitest'
import { type PendingContext, pendingReason } from './pending-reason.ts'

const NOW = new Date('2026-11-28T12:00:00Z')
const PAST = new Date(NOW.getTime() - 1)
const FUTURE = new Date(NOW.getTime() + 1)

const ENDPOINT: PendingContext['endpoint'] = {
  isEnabled: true,
  isRelay: false,
  isCircuitOpen: false,
  nextAllowedAt: null,
  inFlight: 0,
  maxInFlight: 20,
}

describe('a pending delivery', () => {
  it.each<[string, Partial<PendingContext>, Partial<PendingContext['endpoint']>, string | undefined]>([
    ['is due', {}, {}, undefined],
    ['is due since its creation', { nextAttemptAt: null }, {}, undefined],
    ['is due later for the first time', { nextAttemptAt: FUTURE }, {}, 'scheduled'],
    ['is due later again', { nextAttemptAt: FUTURE, attemptCount: 2 }, {}, 'retrying'],
    ['has a disabled endpoint', {}, { isEnabled: false }, 'endpoint_disabled'],
    [
      'is due later at a disabled endpoint',
      { nextAttemptAt: FUTURE },
      { isEnabled: false },
      'endpoint_disabled',
    ],
    ['waits for a listener of its relay', {}, { isRelay: true, nextAllowedAt: FUTURE }, 'no_listener'],
    ['has a relay that is full', {}, { isRelay: true, inFlight: 20 }, 'in_flight_limit'],
    ['has an endpoint with an open circuit', {}, { isCircuitOpen: true }, 'circuit_open'],
    ['is due later behind an open circuit', { nextAttemptAt: FUTURE }, { isCircuitOpen: true }, 'scheduled'],
    ['has a full endpoint', {}, { inFlight: 20 }, 'in_flight_limit'],
    ['has a full endpoint with an open circuit', {}, { inFlight: 20, isCircuitOpen: true }, 'circuit_open'],
    ['has an endpoint that is nearly full', {}, { inFlight: 19 }, undefined],
    ['has an endpoint with a used-up rate limit', {}, { nextAllowedAt: FUTURE }, 'rate_limited'],
    ['has an endpoint whose rate limit has room', {}, { nextAllowedAt: PAST }, undefined],
    ['has an endpoint whose rate limit allows an attempt from now on', {}, { nextAllowedAt: NOW }, undefined],
  ])('that %s', (_what, delivery, endpoint, expected) => {
    const context = { now: NOW, nextAttemptAt: PAST, attemptCount: 0, ...delivery }
    expect(pendingReason({ ...context, endpoint: { ...ENDPOINT, ...endpoint } })).toBe(expected)
  })
})
