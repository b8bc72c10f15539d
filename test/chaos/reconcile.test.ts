import { describe, expect, it } from 'vitest'
import type { Injected } from './journal.ts'
import type { Offer } from './load.ts'
import type { ReceiverName, SeenRequest } from './receivers.ts'
import { type Evidence, reconcile, type ViolationKind } from './reconcile.ts'
import type { AttemptRow, DeliveryRow } from './record.ts'

const T0 = Date.parse('2026-11-21T12:00:00Z')

/** One event that was published, accepted and delivered to both endpoints, without faults. */
function flawless() {
  return {
    offers: [offer({ id: 'offer-0', eventId: 'evt_0' })],
    record: {
      events: [{ id: 'evt_0', offerId: 'offer-0' }],
      deliveries: [delivery('dlv_good', 'good'), delivery('dlv_flaky', 'flaky')],
      attempts: [attempt('dlv_good', 1, 200), attempt('dlv_flaky', 1, 200)],
      supersededDeliveryIds: new Set<string>(),
    },
    seen: [request('dlv_good', 1, 200), request('dlv_flaky', 1, 200)],
    faults: [] as Injected[],
  } satisfies Evidence
}

function offer(fields: Partial<Offer>): Offer {
  return {
    id: 'offer-0',
    way: 'published',
    kind: 'paid',
    tries: 1,
    eventId: undefined,
    acceptedAtMs: undefined,
    ...fields,
  }
}

function delivery(id: string, receiver: ReceiverName, fields: Partial<DeliveryRow> = {}): DeliveryRow {
  return { id, eventId: 'evt_0', receiver, status: 'succeeded', attemptCount: 1, ...fields }
}

function attempt(deliveryId: string, number: number, outcome: number | string): AttemptRow {
  return {
    deliveryId,
    number,
    statusCode: typeof outcome === 'number' ? outcome : null,
    errorCode: typeof outcome === 'string' ? outcome : null,
    result: outcome === 200 ? 'succeeded' : 'failed',
  }
}

function request(
  deliveryId: string,
  number: number,
  response: SeenRequest['response'],
  atMs = T0,
): SeenRequest {
  const receiver = deliveryId === 'dlv_flaky' ? 'flaky' : 'good'
  return { receiver, eventId: 'evt_0', deliveryId, attempt: number, atMs, response }
}

function fault(fields: Partial<Injected>): Injected {
  return {
    name: 'worker killed',
    breaks: ['worker'],
    mayDuplicate: true,
    fromMs: T0 + 500,
    untilMs: T0 + 2000,
    failure: undefined,
    ...fields,
  }
}

/** The delivery to the good endpoint, made twice: the first attempt was lost with its worker. */
function deliveredTwice(first: AttemptRow = attempt('dlv_good', 1, 'worker_lost')) {
  const evidence = flawless()
  evidence.record.deliveries[0] = delivery('dlv_good', 'good', { attemptCount: 2 })
  evidence.record.attempts = [first, attempt('dlv_good', 2, 200), attempt('dlv_flaky', 1, 200)]
  evidence.seen.push(request('dlv_good', 2, 200, T0 + 17_000))
  return evidence
}

function violationsIn(evidence: Evidence): { [kind in ViolationKind]?: number } {
  const kinds = Object.entries(reconcile(evidence).violations).filter(([, cases]) => cases.length > 0)
  return Object.fromEntries(kinds.map(([kind, cases]) => [kind, cases.length]))
}

describe('a violation', () => {
  it('is not reported when every accepted event arrived once and is recorded', () => {
    expect(violationsIn(flawless())).toEqual({})
  })

  const cases: [what: string, kind: ViolationKind, spoil: (evidence: ReturnType<typeof flawless>) => void][] =
    [
      ['an accepted event is not stored', 'lost', ({ record }) => record.events.pop()],
      [
        'an endpoint got no delivery',
        'lost',
        ({ offers }) => (offers[0] = offer({ eventId: 'evt_0', kind: 'shipped' })),
      ],
      [
        'a delivery is still pending',
        'lost',
        ({ record }) => (record.deliveries[0] = delivery('dlv_good', 'good', { status: 'pending' })),
      ],
      [
        'a delivery was cancelled',
        'lost',
        ({ record }) => (record.deliveries[0] = delivery('dlv_good', 'good', { status: 'cancelled' })),
      ],
      [
        'a delivery failed without an attempt that says why',
        'lost',
        ({ record }) => (record.deliveries[0] = delivery('dlv_good', 'good', { status: 'failed' })),
      ],
      [
        'an offer never got a reply',
        'unanswered',
        ({ offers }) => offers.push(offer({ id: 'offer-1', tries: 9 })),
      ],
      [
        'an event that was not offered is stored',
        'invented',
        ({ record }) => record.events.push({ id: 'evt_1', offerId: 'offer-7' }),
      ],
      [
        'a request came for a delivery that is not stored',
        'invented',
        ({ seen }) => seen.push(request('dlv_other', 1, 200)),
      ],
      [
        'a recorded status differs from what the receiver sent',
        'unseen',
        ({ seen }) => (seen[0] = request('dlv_good', 1, 'nothing')),
      ],
      [
        'the attempt count of a delivery differs from its attempts',
        'misnumbered',
        ({ record }) => (record.deliveries[0] = delivery('dlv_good', 'good', { attemptCount: 2 })),
      ],
      [
        'one attempt was sent twice',
        'sentTwice',
        ({ seen }) => seen.splice(0, 1, request('dlv_good', 1, 'nothing'), request('dlv_good', 1, 200)),
      ],
    ]
  it.each(cases)('is reported: %s', (_what, kind, spoil) => {
    const evidence = flawless()
    spoil(evidence)
    expect(violationsIn(evidence)).toMatchObject({ [kind]: 1 })
  })

  it('is reported: a delivery that has the status succeeded never arrived', () => {
    const evidence = flawless()
    evidence.seen.shift()
    expect(violationsIn(evidence)).toEqual({ lost: 1, unseen: 1 })
  })

  it('is reported: an event is stored twice under one id', () => {
    const evidence = flawless()
    evidence.record.events.push({ id: 'evt_1', offerId: 'offer-0' })
    expect(violationsIn(evidence)).toEqual({ storedTwice: 1, invented: 1 })
  })

  it('is reported: a request has no recorded attempt', () => {
    const evidence = flawless()
    evidence.seen.push(request('dlv_good', 2, 500))
    expect(violationsIn(evidence)).toEqual({ unrecorded: 1 })
  })
})

describe('not a violation:', () => {
  it('a delivery fails and its attempts say so', () => {
    const evidence = flawless()
    evidence.record.deliveries[0] = delivery('dlv_good', 'good', { status: 'failed' })
    evidence.record.attempts[0] = attempt('dlv_good', 1, 500)
    evidence.seen[0] = request('dlv_good', 1, 500)
    expect(reconcile(evidence)).toMatchObject({ deliveries: { succeeded: 1, failed: 1 } })
    expect(violationsIn(evidence)).toEqual({})
  })

  it('an event is stored although its publication got no reply', () => {
    const evidence = flawless()
    evidence.offers[0] = offer({ tries: 3 })
    expect(violationsIn(evidence)).toEqual({ unanswered: 1 })
  })

  it('a request is sent again after its connection was reset', () => {
    const evidence = flawless()
    evidence.seen.unshift(request('dlv_good', 1, 'reset'))
    expect(reconcile(evidence).requests).toEqual({ seen: 3, sentAgain: 1 })
    expect(violationsIn(evidence)).toEqual({})
  })

  it('but not a third time', () => {
    const evidence = flawless()
    evidence.seen.unshift(request('dlv_good', 1, 'reset'), request('dlv_good', 1, 'reset'))
    expect(violationsIn(evidence)).toEqual({ sentTwice: 1 })
  })
})

describe('a delivery that arrived twice', () => {
  it('is explained by a fault that killed its worker', () => {
    const evidence = { ...deliveredTwice(), faults: [fault({ name: 'worker killed' })] }
    expect(reconcile(evidence)).toMatchObject({
      attempts: { onRecord: 3, workerLost: 1, workerLostSeen: 1 },
      redelivered: [{ deliveryId: 'dlv_good', because: 'worker killed' }],
    })
    expect(violationsIn(evidence)).toEqual({})
  })

  it('is explained when the worker resumed and recorded its attempt after all', () => {
    const evidence = {
      ...deliveredTwice(attempt('dlv_good', 1, 200)),
      faults: [fault({ name: 'worker frozen' })],
    }
    evidence.record.supersededDeliveryIds.add('dlv_good')
    expect(reconcile(evidence).redelivered).toEqual([{ deliveryId: 'dlv_good', because: 'worker frozen' }])
  })

  it('is explained by a recorded timeout', () => {
    const evidence = deliveredTwice(attempt('dlv_good', 1, 'timeout'))
    expect(reconcile(evidence).redelivered).toEqual([
      { deliveryId: 'dlv_good', because: 'the response came after the timeout' },
    ])
  })

  it('is explained by a recorded timeout when the later attempt finished first', () => {
    const evidence = deliveredTwice(attempt('dlv_good', 1, 'timeout'))
    evidence.seen.reverse()
    expect(violationsIn(evidence)).toEqual({})
  })

  it.each<[string, Injected[]]>([
    ['no fault at that time', []],
    ['a fault that ended before', [fault({ fromMs: T0 - 60_000, untilMs: T0 - 30_000 })]],
    ['a fault that began later', [fault({ fromMs: T0 + 10_000, untilMs: T0 + 12_000 })]],
    ['a fault that must not cause duplicates', [fault({ name: 'Redis emptied', mayDuplicate: false })]],
  ])('is a violation with %s', (_what, faults) => {
    expect(violationsIn({ ...deliveredTwice(), faults })).toEqual({ unexplained: 1 })
  })

  it('is a violation when no worker was lost, whatever was injected', () => {
    const evidence = { ...deliveredTwice(attempt('dlv_good', 1, 200)), faults: [fault({})] }
    expect(violationsIn(evidence)).toEqual({ unexplained: 1 })
  })
})
