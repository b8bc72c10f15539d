import { describe, expect, it } from 'vitest'
import {
  type Admission,
  type AdmissionContext,
  allowedDelaysMs,
  decideAdmission,
  gateAfter,
  RECHECK_MS,
} from './admission.ts'

const NOW = new Date('2026-11-21T12:00:00.000Z')
const at = (ms: number) => new Date(NOW.getTime() + ms)

const DUE: AdmissionContext = {
  now: NOW,
  delivery: { isPending: true, nextAttemptAt: at(-1), leaseUntil: null, hasContent: true, isManual: false },
  endpoint: {
    isEnabled: true,
    isDeleted: false,
    isRelay: false,
    maxInFlight: 20,
    rateLimitPerSecond: null,
  },
  gate: { inFlight: 0, nextAllowedAt: null, circuitOpenedAt: null, probeAt: null },
}

function context(change: {
  delivery?: Partial<AdmissionContext['delivery']>
  endpoint?: Partial<AdmissionContext['endpoint']>
  gate?: Partial<AdmissionContext['gate']>
}): AdmissionContext {
  return {
    now: NOW,
    delivery: { ...DUE.delivery, ...change.delivery },
    endpoint: { ...DUE.endpoint, ...change.endpoint },
    gate: { ...DUE.gate, ...change.gate },
  }
}

const ADMITTED: Admission = { kind: 'admit', isProbe: false, nextAllowedAt: null }
const SKIPPED: Admission = { kind: 'skip' }
const FULL: Admission = { kind: 'wait', recheckAt: at(RECHECK_MS) }
const OPEN = { circuitOpenedAt: at(-60_000) }

describe('a delivery', () => {
  it.each<[string, Parameters<typeof context>[0], Admission]>([
    ['that is due is admitted', {}, ADMITTED],
    ['that is half a second early is admitted', { delivery: { nextAttemptAt: at(500) } }, ADMITTED],
    ['that is not due is skipped', { delivery: { nextAttemptAt: at(501) } }, SKIPPED],
    ['that is finished is skipped', { delivery: { isPending: false, nextAttemptAt: null } }, SKIPPED],
    ['that a worker has leased is skipped', { delivery: { leaseUntil: at(1) } }, SKIPPED],
    ['whose lease has expired is admitted', { delivery: { leaseUntil: at(0) } }, ADMITTED],
    [
      'of a deleted endpoint is cancelled',
      { endpoint: { isDeleted: true, isEnabled: false } },
      { kind: 'cancel', reason: 'endpoint_deleted' },
    ],
    [
      'whose event has no content any more is cancelled',
      { delivery: { hasContent: false } },
      { kind: 'cancel', reason: 'expired' },
    ],
    [
      'of a disabled endpoint waits until it is enabled',
      { endpoint: { isEnabled: false } },
      { kind: 'wait', recheckAt: null },
    ],
    ['waits while maxInFlight attempts are in flight', { gate: { inFlight: 20 } }, FULL],
    ['is admitted below maxInFlight', { gate: { inFlight: 19 } }, ADMITTED],
    [
      'waits for the probe while the circuit is open',
      { gate: { ...OPEN, probeAt: at(1) } },
      { kind: 'wait', recheckAt: at(1) },
    ],
    [
      'is the probe when the probe is due',
      { gate: { ...OPEN, probeAt: at(0) } },
      { kind: 'admit', isProbe: true, nextAllowedAt: null },
    ],
  ])('%s', (_name, change, expected) => {
    expect(decideAdmission(context(change))).toEqual(expected)
  })

  it.each<[string, Parameters<typeof context>[0], Admission]>([
    ['although it is finished', { delivery: { isPending: false, nextAttemptAt: null } }, ADMITTED],
    ['although it is not due', { delivery: { nextAttemptAt: at(60_000) } }, ADMITTED],
    ['although the circuit is open', { gate: { ...OPEN, probeAt: at(1) } }, ADMITTED],
    ['although the endpoint is busy', { gate: { inFlight: 99 } }, ADMITTED],
    ['but not while a worker has leased it', { delivery: { leaseUntil: at(1) } }, SKIPPED],
    ['but not to a disabled endpoint', { endpoint: { isEnabled: false } }, { kind: 'wait', recheckAt: null }],
    [
      'but not to a deleted endpoint',
      { endpoint: { isDeleted: true } },
      { kind: 'cancel', reason: 'endpoint_deleted' },
    ],
  ])('is admitted manually %s', (_name, change, expected) => {
    const manual = { ...change, delivery: { ...change.delivery, isManual: true } }
    expect(decideAdmission(context(manual))).toEqual(expected)
  })

  it.each<[string, Parameters<typeof context>[0], Admission]>([
    [
      'the first is admitted at once, the next is allowed a tenth of a second later',
      {},
      { kind: 'admit', isProbe: false, nextAllowedAt: at(100) },
    ],
    [
      'unused intervals are not saved up',
      { gate: { nextAllowedAt: at(-5000) } },
      { kind: 'admit', isProbe: false, nextAllowedAt: at(100) },
    ],
    [
      'an attempt may be a little early',
      { gate: { nextAllowedAt: at(50) } },
      { kind: 'admit', isProbe: false, nextAllowedAt: at(150) },
    ],
    [
      'an attempt that is too early waits',
      { gate: { nextAllowedAt: at(51) } },
      { kind: 'wait', recheckAt: at(1) },
    ],
    ['a busy endpoint uses nothing of it', { gate: { inFlight: 20, nextAllowedAt: at(-1) } }, FULL],
  ])('under a limit of 10 a second: %s', (_name, change, expected) => {
    const limited = { ...change, endpoint: { ...change.endpoint, rateLimitPerSecond: 10 } }
    expect(decideAdmission(context(limited))).toEqual(expected)
  })
})

it('a limit that does not divide a second is rounded so that it is never exceeded', () => {
  const limited = context({ endpoint: { rateLimitPerSecond: 300 } })
  expect(decideAdmission(limited)).toEqual({ kind: 'admit', isProbe: false, nextAllowedAt: at(4) })
})

describe('of a limit of 4 a second', () => {
  it.each<[string, Date | null, number, number[]]>([
    ['the times of a whole second are assigned ahead', null, 100, [0, 250, 500, 750]],
    ['times in the past are not assigned', at(-5000), 100, [0, 250, 500, 750]],
    ['used times are not assigned again', at(600), 100, [600, 850]],
    ['no time is assigned more than a second ahead', at(1001), 100, []],
    ['at most the given number is assigned', null, 2, [0, 250]],
  ])('%s', (_name, nextAllowedAt, count, expected) => {
    expect(allowedDelaysMs(nextAllowedAt, { rateLimitPerSecond: 4, count, now: NOW })).toEqual(expected)
  })
})

describe('of several deliveries in one batch', () => {
  /** Admissions of this many deliveries, each with the gate after the previous one. */
  function admitted(count: number, change: Parameters<typeof context>[0]): Admission['kind'][] {
    const { delivery, endpoint, ...first } = context(change)
    let { gate } = first
    return Array.from({ length: count }, () => {
      const admission = decideAdmission({ now: NOW, delivery, endpoint, gate })
      if (admission.kind === 'admit') gate = gateAfter(gate, admission, at(25_000))
      return admission.kind
    })
  }

  it('at most maxInFlight are admitted', () => {
    expect(admitted(4, { gate: { inFlight: 18 } })).toEqual(['admit', 'admit', 'wait', 'wait'])
  })

  it('at most as many as the rate limit allows are admitted', () => {
    expect(admitted(3, { endpoint: { rateLimitPerSecond: 30 } })).toEqual(['admit', 'admit', 'wait'])
  })

  it('one is the probe, and the others wait for its result', () => {
    expect(admitted(3, { gate: { ...OPEN, probeAt: at(0) } })).toEqual(['admit', 'wait', 'wait'])
  })

  it('all manual ones are admitted', () => {
    expect(admitted(3, { delivery: { isManual: true }, gate: { ...OPEN, inFlight: 20 } })).toEqual([
      'admit',
      'admit',
      'admit',
    ])
  })
})

describe('a delivery of a relay', () => {
  const relay = { isRelay: true, maxInFlight: 25, rateLimitPerSecond: 1 }
  const closed = { nextAllowedAt: at(1_000_000_000) }

  it('is left to the listeners by a worker, also when a person requested the attempt', () => {
    const left = { kind: 'leave' }
    expect(decideAdmission(context({ endpoint: relay, gate: closed }))).toEqual(left)
    expect(decideAdmission(context({ endpoint: relay, delivery: { isManual: true } }))).toEqual(left)
  })

  it('is admitted for a listener, whatever the gate says, up to the limit of the relay', () => {
    const admitted = { kind: 'admit', isProbe: false, ...closed }
    const inFlight = (count: number) => context({ endpoint: relay, gate: { ...closed, inFlight: count } })
    expect(decideAdmission(inFlight(24), 'listener')).toEqual(admitted)
    expect(decideAdmission(inFlight(25), 'listener')).toEqual(SKIPPED)
  })

  it('waits while the relay is disabled, and is cancelled when it was deleted', () => {
    const disabled = context({ endpoint: { ...relay, isEnabled: false } })
    expect(decideAdmission(disabled, 'listener')).toEqual({ kind: 'wait', recheckAt: null })
    const deleted = context({ endpoint: { ...relay, isDeleted: true } })
    expect(decideAdmission(deleted)).toEqual({ kind: 'cancel', reason: 'endpoint_deleted' })
  })
})
