import { describe, expect, it } from 'vitest'
import { type BrokenGuaranteeKind, checkGuarantees, type GuaranteeEvidence } from './guarantees.ts'
import type { Injected } from './journal.ts'
import type { Offer, Refusal } from './load.ts'
import type { Death } from './restarting-service.ts'
import type { Outage } from './stores/outages.ts'

const T0 = Date.parse('2026-11-21T12:00:00Z')
const POSTGRES_DOWN: Outage = { of: 'postgres', fromMs: T0, untilMs: T0 + 4000 }
const REDIS_DOWN: Outage = { of: 'redis', fromMs: T0, untilMs: T0 + 4000 }

function evidence(fields: Partial<GuaranteeEvidence>): GuaranteeEvidence {
  return { offers: [], refusals: [], outages: [], faults: [], deaths: [], seen: [], ...fields }
}

function refusal(fields: Partial<Refusal> = {}): Refusal {
  return { way: 'published', status: 503, hasRetryAfter: true, atMs: T0 + 1000, tookMs: 20, ...fields }
}

function accepted(acceptedAtMs: number): Offer {
  return { id: 'offer-0', way: 'published', kind: 'paid', tries: 1, eventId: 'evt_0', acceptedAtMs }
}

function arrived(atMs: number): GuaranteeEvidence['seen'] {
  return [{ receiver: 'good', eventId: 'evt_0', deliveryId: 'dlv_0', attempt: 1, atMs, response: 200 }]
}

function fault(fields: Partial<Injected>): Injected {
  return {
    name: 'API killed',
    breaks: ['api'],
    mayDuplicate: false,
    fromMs: T0,
    untilMs: T0 + 2000,
    failure: undefined,
    ...fields,
  }
}

function death(fields: Partial<Death>): Death {
  return { service: 'api', atMs: T0 + 1000, how: 'exit code 1', cause: 'by itself', ...fields }
}

function brokenIn(fields: Partial<GuaranteeEvidence>): BrokenGuaranteeKind[] {
  const { violations } = checkGuarantees(evidence(fields))
  const kinds = Object.entries(violations).filter(([, cases]) => cases.length > 0)
  return kinds.map(([kind]) => kind as BrokenGuaranteeKind)
}

describe('replies during an outage', () => {
  it('may be 503 with Retry-After while PostgreSQL is unavailable', () => {
    const check = checkGuarantees(evidence({ outages: [POSTGRES_DOWN], refusals: [refusal()] }))
    expect(check.unavailable).toEqual({ count: 1, slowestMs: 20 })
    expect(brokenIn({ outages: [POSTGRES_DOWN], refusals: [refusal()] })).toEqual([])
  })

  it.each<[string, Partial<Refusal>, Outage[], BrokenGuaranteeKind]>([
    ['slower than 5 s', { tookMs: 5100 }, [POSTGRES_DOWN], 'slow503'],
    ['without Retry-After', { hasRetryAfter: false }, [POSTGRES_DOWN], 'bare503'],
    ['while everything works', {}, [], 'needless503'],
    ['while only Redis is unavailable', {}, [REDIS_DOWN], 'needless503'],
    ['other than 2xx and 503', { status: 500 }, [POSTGRES_DOWN], 'wrongStatus'],
    ['missing', { status: 'timeout', tookMs: 10_000 }, [POSTGRES_DOWN], 'silent'],
  ])('must not be %s', (_what, fields, outages, kind) => {
    expect(brokenIn({ outages, refusals: [refusal(fields)] })).toEqual([kind])
  })

  it('may be missing while the service is killed or stopped, and only for that service', () => {
    const refusals = [refusal({ status: undefined })]
    expect(brokenIn({ refusals, faults: [fault({})] })).toEqual([])
    expect(brokenIn({ refusals, faults: [fault({ breaks: ['ingest'] })] })).toEqual(['disconnected'])
    expect(brokenIn({ refusals })).toEqual(['disconnected'])
  })
})

describe('after Redis returns', () => {
  const offers = [accepted(T0 + 1000)]

  it('events accepted during the outage arrive within 30 s', () => {
    const fields = { offers, outages: [REDIS_DOWN], seen: arrived(T0 + 16_000) }
    expect(checkGuarantees(evidence(fields)).redisReturn).toEqual({
      accepted: 1,
      undisturbed: 1,
      slowestMs: 12_000,
    })
    expect(brokenIn(fields)).toEqual([])
  })

  it('they must not arrive later', () => {
    const fields = { offers, outages: [REDIS_DOWN], seen: arrived(T0 + 35_000) }
    expect(brokenIn(fields)).toEqual(['lateAfterRedis'])
  })

  it.each<[string, Partial<GuaranteeEvidence>]>([
    [
      'a worker is frozen',
      { faults: [fault({ breaks: ['worker'], mayDuplicate: true, fromMs: T0 + 20_000 })] },
    ],
    ['PostgreSQL is unavailable', { outages: [REDIS_DOWN, { ...POSTGRES_DOWN, fromMs: T0 + 20_000 }] }],
  ])('nothing is guaranteed if %s within the same 30 s', (_what, fields) => {
    const late = { offers, outages: [REDIS_DOWN], seen: arrived(T0 + 35_000), ...fields }
    expect(brokenIn(late)).toEqual([])
  })
})

describe('after PostgreSQL returns', () => {
  it('the API accepts again within seconds', () => {
    const fields = { outages: [POSTGRES_DOWN], offers: [accepted(T0 + 4800)] }
    expect(checkGuarantees(evidence(fields)).postgresReturn).toEqual({ outages: 1, slowestMs: 800 })
    expect(brokenIn(fields)).toEqual([])
  })

  it('the API must not keep refusing, unless it was killed in the meantime', () => {
    const fields = { outages: [POSTGRES_DOWN], offers: [accepted(T0 + 15_000)] }
    expect(brokenIn(fields)).toEqual(['lateAfterPostgres'])
    expect(brokenIn({ ...fields, faults: [fault({})] })).toEqual([])
  })
})

describe('the end of a process', () => {
  it.each<[string, Partial<Death>, Outage[], BrokenGuaranteeKind[]]>([
    ['by a signal of the suite is allowed', { cause: 'requested' }, [], []],
    ['at its start is allowed while PostgreSQL is unavailable', { cause: 'at start' }, [POSTGRES_DOWN], []],
    ['at its start is otherwise a violation', { cause: 'at start' }, [], ['died']],
    ['by itself is a violation, even while PostgreSQL is unavailable', {}, [POSTGRES_DOWN], ['died']],
  ])('%s', (_what, fields, outages, broken) => {
    expect(brokenIn({ deaths: [death(fields)], outages })).toEqual(broken)
  })
})
