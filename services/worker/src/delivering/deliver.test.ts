import { newId, type TenantId, UnavailableError } from '@posthorn/contracts'
import type { AttemptRecord, ClaimedDelivery } from '@posthorn/database'
import type { SendRequest } from '@posthorn/egress'
import { describe, expect, it } from 'vitest'
import { type DeliverDependencies, deliver } from './deliver.ts'

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
const START_MS = Date.parse('2026-11-21T12:00:00.000Z')
const TIMEOUT_SECONDS = 10
const LEASE_MS = (TIMEOUT_SECONDS + 15) * 1000

const DELIVERY: ClaimedDelivery = {
  deliveryId: newId('delivery'),
  tenantId: 'acme' as TenantId,
  eventId: newId('event'),
  endpointId: newId('endpoint'),
  eventType: 'order.paid',
  attemptNumber: 1,
  failureCount: 0,
  trigger: 'schedule',
  isProbe: false,
  leaseMs: LEASE_MS,
  body: Buffer.from('{"data":{}}'),
  dataStart: 8,
  raw: null,
  receivedHeaders: null,
  contentType: 'application/json',
  traceId: '1'.repeat(32),
  traceparent: null,
  hops: 0,
  url: 'https://example.com/',
  timeoutSeconds: TIMEOUT_SECONDS,
  retrySchedule: [],
  retryOn: 'any-failure',
  payloadFormat: 'envelope',
  signatures: ['standard'],
  secrets: [{ id: newId('secret'), sealed: new Uint8Array() }],
  privateKeys: [],
  headers: [],
}

/** Dependencies of a worker: the network, and a store that releases claims or fails, in the given order. */
function createDependencies(send: (request: SendRequest) => Promise<void>, failures: Error[] = []) {
  let nowMs = START_MS
  const released: string[] = []
  const logged: string[] = []
  const records: AttemptRecord[] = []
  const log = (_fields: object, message: string) => void logged.push(message)
  const dependencies = {
    store: {
      async release({ deliveryId }: ClaimedDelivery) {
        released.push(deliveryId)
        const failure = failures.shift()
        if (failure !== undefined) throw failure
      },
      async record(record: AttemptRecord) {
        records.push(record)
        return { moved: true, woken: [], disabled: [] }
      },
    },
    queue: { async add() {} },
    egress: {
      async send(request: SendRequest) {
        await send(request)
        return {
          kind: 'response',
          statusCode: 200,
          headers: {},
          body: Buffer.alloc(0),
          bodyTruncated: false,
          durationMs: 5,
          phases: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 4 },
          address: '203.0.113.7',
        }
      },
    },
    secretBox: { open: () => SECRET },
    health: { count() {} },
    metrics: { countAttempt() {} },
    logger: { warn: log, error: log, info: log },
    attemptLog: { info: log },
    userAgent: 'Posthorn/test',
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    random: () => 0.5,
    signal: new AbortController().signal,
  } as unknown as DeliverDependencies
  return {
    dependencies,
    released,
    logged,
    records,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

const proxyDown = async () => {
  throw new Error('the proxy is down')
}
const headersOf = ({ headers }: SendRequest) => (typeof headers === 'function' ? headers() : headers)

describe('an attempt', () => {
  it('ends with its record, also when the queue does not answer: the next delivery gets its capacity', async () => {
    const { dependencies, records } = createDependencies(async () => {})
    let reminders = 0
    const add = () => {
      reminders += 1
      return new Promise<void>(() => {})
    }
    const woken = [{ ...DELIVERY, attemptNumber: 1 }]
    const store = {
      ...dependencies.store,
      async record(record: AttemptRecord) {
        records.push(record)
        return { moved: true, woken, disabled: [] }
      },
    }
    await deliver({ ...dependencies, queue: { add }, store }, { delivery: DELIVERY, claimedAtMs: START_MS })
    expect([records.length, reminders]).toEqual([1, 1])
  })

  it('that disables its endpoint is logged', async () => {
    const { dependencies, logged } = createDependencies(async () => {})
    const { tenantId, endpointId } = DELIVERY
    const store = {
      ...dependencies.store,
      record: async () => ({ moved: true, woken: [], disabled: [{ tenantId, endpointId }] }),
    }
    await deliver({ ...dependencies, store }, { delivery: DELIVERY, claimedAtMs: START_MS })
    expect(logged).toEqual(['delivery.attempted', 'endpoint.disabled'])
  })

  it('is signed and recorded with the time at which its request leaves, however long that waited', async () => {
    const timestamps: (string | undefined)[] = []
    const { dependencies, records, pass } = createDependencies(async (request) => {
      pass(7000)
      timestamps.push(headersOf(request)['webhook-timestamp'])
    })
    await deliver(dependencies, { delivery: DELIVERY, claimedAtMs: START_MS })
    expect(timestamps).toEqual([String(START_MS / 1000 + 7)])
    expect(records[0]).toMatchObject({
      startedAt: new Date(START_MS + 7000),
      requestHeaders: { 'webhook-timestamp': timestamps[0] },
    })
  })

  it.each([0, 6000, 12_900])(
    'ends before its lease, also when it starts %i ms after its claim',
    async (ageMs) => {
      let mostMs = 0
      const { dependencies, pass } = createDependencies(
        async ({ waitMsMax = Number.POSITIVE_INFINITY, timeoutMs }) => {
          mostMs = ageMs + waitMsMax + timeoutMs
        },
      )
      pass(ageMs)
      await deliver(dependencies, { delivery: DELIVERY, claimedAtMs: START_MS })
      expect(mostMs).toBeLessThan(LEASE_MS)
      expect(mostMs).toBeGreaterThan(LEASE_MS - 3000)
    },
  )

  it('is not started when its lease could end first', async () => {
    const { dependencies, pass, released } = createDependencies(() =>
      expect.unreachable('a request was sent'),
    )
    pass(13_500)
    const delivered = deliver(dependencies, { delivery: DELIVERY, claimedAtMs: START_MS })
    await expect(delivered).rejects.toMatchObject({ cause: { message: 'the claim was 13500 ms old' } })
    expect(released).toEqual([DELIVERY.deliveryId])
  })

  it('that was not started is released as soon as the database answers', async () => {
    const unavailable = new UnavailableError('postgresql', new Error('connect ECONNREFUSED'))
    const { dependencies, released, logged } = createDependencies(proxyDown, [unavailable, unavailable])
    const delivered = deliver(dependencies, { delivery: DELIVERY, claimedAtMs: START_MS })
    await expect(delivered).rejects.toMatchObject({
      message: expect.stringContaining('was not sent'),
      cause: { message: 'the proxy is down' },
    })
    expect(released).toEqual([DELIVERY.deliveryId, DELIVERY.deliveryId, DELIVERY.deliveryId])
    expect(logged).toEqual(['claim.release_failed', 'claim.release_failed'])
  })

  it('that was not started fails with the original error, also when its claim cannot be released', async () => {
    const { dependencies } = createDependencies(proxyDown, [new TypeError('broken')])
    const delivered = deliver(dependencies, { delivery: DELIVERY, claimedAtMs: START_MS })
    await expect(delivered).rejects.toMatchObject({
      cause: { message: 'the proxy is down' },
      errors: [{ message: 'the proxy is down' }, { message: 'broken' }],
    })
  })
})
