import type { CreatedEndpoint, Delivery, Endpoint, Page } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const URL = 'https://example.com/webhooks'
const SECRET = expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)
const NOT_FOUND = problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.')

/** An endpoint that was created with a URL only. */
const DEFAULTS = {
  id: idOf('ep'),
  transport: 'http',
  url: URL,
  relayName: null,
  description: '',
  eventTypes: ['*'],
  filter: null,
  enabled: true,
  headers: {},
  timeoutSeconds: 10,
  retrySchedule: [1, 5, 30, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
  retryOn: 'server-errors',
  rateLimitPerSecond: null,
  maxInFlight: 20,
  payloadFormat: 'envelope',
  signatures: ['standard'],
  metadata: {},
  status: 'active',
  disabledReason: null,
  publicKeys: [],
  previousSecretsExpireAt: null,
  health: {
    circuit: 'closed',
    reason: null,
    openedAt: null,
    nextProbeAt: null,
    lastSuccessAt: null,
    failingSince: null,
  },
  createdAt: TIME,
  updatedAt: TIME,
}

const EVERYTHING = {
  url: 'https://example.com:8443/other?a=b',
  description: 'for the shop',
  eventTypes: ['order.*', 'user.created'],
  filter: { status: 'paid', amount: { $gte: 100 } },
  enabled: false,
  timeoutSeconds: 30,
  retrySchedule: [0, 604_800],
  retryOn: 'any-failure',
  rateLimitPerSecond: 1000,
  maxInFlight: 1,
  payloadFormat: 'raw',
  signatures: ['sha256', 'standard'],
  metadata: { team: 'billing' },
}

describe('endpoints', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let path: string
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    path = `${tenant.path}/endpoints`
  })

  it('are created with defaults for everything except the URL', async () => {
    expect(await posthorn.api.post(path, { url: URL })).toEqual(reply(201, { ...DEFAULTS, secret: SECRET }))
  })

  it('are created with all fields', async () => {
    expect(await posthorn.api.post(path, EVERYTHING)).toEqual(
      reply(201, {
        ...DEFAULTS,
        ...EVERYTHING,
        status: 'disabled',
        disabledReason: 'manual',
        secret: SECRET,
      }),
    )
  })

  it('show their secret once, when they are created', async () => {
    const { secret, ...shown } = await tenant.endpoint({ url: URL })
    const patched = await posthorn.api.patch<Endpoint>(`${path}/${shown.id}`, {})

    expect(await posthorn.api.get(`${path}/${shown.id}`)).toEqual(reply(200, patched.body))
    expect(await posthorn.api.get(path)).toEqual(reply(200, { data: [patched.body], nextCursor: null }))
    expect(patched).toEqual(reply(200, { ...shown, updatedAt: TIME }))
    const stored = await posthorn.database.query<{ sealed: Buffer }>('SELECT sealed FROM endpoint_secrets')
    expect(stored.map(({ sealed }) => sealed.toString('latin1')).join('\n')).not.toContain(secret.slice(6))
  })

  it('have different secrets', async () => {
    const { secret } = await tenant.endpoint({ url: URL })
    expect((await tenant.endpoint({ url: URL })).secret).not.toBe(secret)
  })

  it.each(Object.entries(EVERYTHING).filter(([name]) => name !== 'enabled'))(
    'are changed in one field, here %s, and in no other',
    async (name, value) => {
      const { secret: _secret, ...created } = await tenant.endpoint({ url: URL })
      const patched = await posthorn.api.patch<Endpoint>(`${path}/${created.id}`, { [name]: value })

      expect(patched).toEqual(reply(200, { ...created, [name]: value, updatedAt: TIME }))
      expect(patched.body.updatedAt > created.updatedAt).toBe(true)
      expect(await posthorn.api.get(`${path}/${created.id}`)).toEqual(reply(200, patched.body))
    },
  )

  it('are disabled and enabled', async () => {
    const { id } = await tenant.endpoint({ url: URL })
    const disabled = { ...DEFAULTS, enabled: false, status: 'disabled', disabledReason: 'manual' }

    expect(await posthorn.api.patch(`${path}/${id}`, { enabled: false })).toEqual(reply(200, disabled))
    expect(await posthorn.api.get(`${path}/${id}`)).toEqual(reply(200, disabled))
    expect(await posthorn.api.patch(`${path}/${id}`, { enabled: true })).toEqual(reply(200, DEFAULTS))
  })

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour', 'unknown field'],
    ['a read-only field', { status: 'active' }, 'status', 'unknown field'],
    ['a secret', { secret: 'whsec_x' }, 'secret', 'unknown field'],
    ['a wrong value', { timeoutSeconds: 31 }, 'timeoutSeconds', 'must be at most 30'],
    ['a wrong URL', { url: 'ftp://example.com/' }, 'url', 'HTTPS required'],
    ['null', { url: null }, 'url', 'expected a string, got null'],
  ])('refuse a change of %s, and stay unchanged', async (_name, change, field, message) => {
    const { id } = await tenant.endpoint({ url: URL })
    expect(await posthorn.api.patch(`${path}/${id}`, change)).toEqual(
      problem(400, 'invalid_request', `${field}: ${message}`, [{ path: field, message }]),
    )
    expect(await posthorn.api.get(`${path}/${id}`)).toEqual(reply(200, DEFAULTS))
  })

  it('return 404 once they are deleted', async () => {
    const kept = await tenant.endpoint({ url: URL })
    const { id } = await tenant.endpoint({ url: URL })

    expect(await posthorn.api.delete(`${path}/${id}`)).toEqual(reply(204))
    expect(await posthorn.api.get(`${path}/${id}`)).toEqual(NOT_FOUND)
    expect(await posthorn.api.patch(`${path}/${id}`, { enabled: true })).toEqual(NOT_FOUND)
    expect(await posthorn.api.delete(`${path}/${id}`)).toEqual(NOT_FOUND)
    const { body } = await posthorn.api.get<Page<Endpoint>>(path)
    expect(body.data.map((endpoint) => endpoint.id)).toEqual([kept.id])
    expect(
      await posthorn.database.query('SELECT 1 FROM endpoint_secrets WHERE endpoint_id = $1', [id]),
    ).toEqual([])
  })

  it('get no event once they are deleted', async () => {
    const { id } = await tenant.endpoint({ url: URL })
    const publish = () => posthorn.api.post(`${tenant.path}/events`, { type: 'a', data: {} })

    expect(await publish()).toMatchObject({ status: 202, body: { deliveries: 1 } })
    await posthorn.api.delete(`${path}/${id}`)
    expect(await publish()).toMatchObject({ status: 202, body: { deliveries: 0 } })
  })

  it('that never existed are not found', async () => {
    const id = 'ep_01h455vb4pex5vsknk084sn02q'
    expect(await posthorn.api.get(`${path}/${id}`)).toEqual(NOT_FOUND)
    expect(await posthorn.api.patch(`${path}/${id}`, {})).toEqual(NOT_FOUND)
    expect(await posthorn.api.delete(`${path}/${id}`)).toEqual(NOT_FOUND)
  })

  it.each([
    [['order.completed'], ['order.completed']],
    [['order.*'], ['order.completed', 'order.item.added']],
    [['*'], ['order', 'order.completed', 'order.item.added', 'user.created']],
    [
      ['order.*', 'user.created'],
      ['order.completed', 'order.item.added', 'user.created'],
    ],
    [['orde.*', 'order.complete', 'Order.completed'], []],
  ])('subscribed to %j get %j', async (eventTypes, expected) => {
    await tenant.endpoint({ url: URL, eventTypes })
    const got: string[] = []
    for (const type of ['order', 'order.completed', 'order.item.added', 'user.created']) {
      const { body } = await posthorn.api.post<{ deliveries: number }>(`${tenant.path}/events`, {
        type,
        data: {},
      })
      if (body.deliveries === 1) got.push(type)
    }
    expect(got).toEqual(expected)
  })

  it('that were stored with a duplicate event type can still be read and changed', async () => {
    const { body } = await posthorn.api.post<CreatedEndpoint>(path, { url: URL })
    const one = `${path}/${body.id}`
    await posthorn.database.query('UPDATE endpoints SET event_types = $1 WHERE id = $2', [
      ['order.*', 'order.*'],
      body.id,
    ])
    for (const answer of [
      await posthorn.api.get<Endpoint>(one),
      await posthorn.api.patch<Endpoint>(one, { description: 'other' }),
      await posthorn.api.post<Endpoint>(`${one}/disable`, {}),
    ]) {
      expect([answer.status, answer.body.eventTypes]).toEqual([200, ['order.*', 'order.*']])
    }
    expect((await posthorn.api.get(path)).status).toBe(200)
  })

  it('that are created, changed or disabled apply to the next event', async () => {
    const deliveries = async () =>
      (await posthorn.api.post<{ deliveries: number }>(`${tenant.path}/events`, { type: 'a', data: {} })).body
        .deliveries
    const counts = [await deliveries()]
    const { body } = await posthorn.api.post<CreatedEndpoint>(path, { url: URL })
    for (const change of [
      {},
      { eventTypes: ['b'] },
      { eventTypes: ['a'] },
      { enabled: false },
      { enabled: true },
    ]) {
      await posthorn.api.patch(`${path}/${body.id}`, change)
      counts.push(await deliveries())
    }
    expect(counts).toEqual([0, 1, 0, 1, 0, 1])
  })
})

describe('a delivery in flight to an endpoint', () => {
  const posthorn = sharedPosthorn()

  it('is cancelled when it is deleted', async () => {
    const receiver = await startReceiver(() => ({ status: 503 }))
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url, retrySchedule: [3600] })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'a', data: {} })
    await waitUntil('the first attempt to be recorded', async () => {
      const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries?status=pending`)
      const [delivery] = body.data
      return delivery?.attemptCount === 1 && Date.parse(delivery.nextAttemptAt ?? '') > Date.now() + 60_000
    })

    await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)
    expect(await tenant.settled(1)).toEqual([
      {
        id: idOf('dlv'),
        eventId: idOf('evt'),
        eventType: 'a',
        endpointId: id,
        status: 'cancelled',
        trigger: 'schedule',
        reason: 'endpoint_deleted',
        attemptCount: 1,
        lastStatusCode: 503,
        lastErrorCode: null,
        nextAttemptAt: null,
        createdAt: TIME,
        finishedAt: TIME,
      },
    ])
    expect(receiver.received).toHaveLength(1)
    await receiver.close()
  })
})
