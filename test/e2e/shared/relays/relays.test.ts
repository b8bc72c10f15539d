import { type CreatedRelay, type Endpoint, newId, type RelayList } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

const SECRET = expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)
const RELAY = {
  id: idOf('ep'),
  name: 'ada@laptop',
  eventTypes: ['*'],
  filter: null,
  enabled: true,
  timeoutSeconds: 30,
  connections: [],
  waiting: 0,
  waitingSince: null,
  createdAt: TIME,
}

describe('relays', () => {
  const posthorn = sharedPosthorn('idle')
  const { api } = posthorn
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  const save = (body: object) => api.post<CreatedRelay>(`${tenant.path}/relays`, body)
  const endpointOf = async ({ id }: { id: string }) =>
    (await api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)).body

  it('are created once, and found by their name from then on', async () => {
    const created = await save({ name: 'ada@laptop' })
    expect(created).toEqual(reply(201, { ...RELAY, secret: SECRET }))
    const found = await save({ name: 'ada@laptop' })
    expect(found).toEqual(reply(200, { ...RELAY, id: created.body.id, secret: null }))
    const both = await Promise.all([save({ name: 'at-once' }), save({ name: 'at-once' })])
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 201])
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1)
  })

  it('get the subscription of the request, also when they are found', async () => {
    const { body } = await save({ name: 'ada@laptop', eventTypes: ['order.*'] })
    expect(body.eventTypes).toEqual(['order.*'])
    const changed = await save({ name: 'ada@laptop', filter: { amount: { $gte: 1 } } })
    expect(changed.body).toMatchObject({ eventTypes: ['order.*'], filter: { amount: { $gte: 1 } } })
    expect(await endpointOf(body)).toMatchObject({ eventTypes: ['order.*'], filter: { amount: { $gte: 1 } } })
  })

  it('are listed by name, and are endpoints without a URL', async () => {
    await save({ name: 'b' })
    const { body } = await save({ name: 'a' })
    const list = await api.get<RelayList>(`${tenant.path}/relays`)
    expect(list).toEqual(
      reply(200, {
        data: [
          { ...RELAY, name: 'a' },
          { ...RELAY, name: 'b' },
        ],
      }),
    )
    expect(await endpointOf(body)).toMatchObject({
      transport: 'relay',
      relayName: 'a',
      url: null,
      retrySchedule: [],
      rateLimitPerSecond: null,
      maxInFlight: 25,
    })
  })

  it('copy subscription, format, signatures and, if wanted, the secrets of an endpoint', async () => {
    const copied = await tenant.endpoint({
      url: 'https://example.com/webhooks',
      eventTypes: ['order.paid'],
      timeoutSeconds: 5,
      payloadFormat: 'raw',
      signatures: ['standard', 'ed25519'],
    })
    const { body } = await save({ name: 'same', copyEndpointId: copied.id, sameSecret: true })
    expect(body).toMatchObject({ eventTypes: ['order.paid'], timeoutSeconds: 5, secret: null })
    const endpoint = await endpointOf(body)
    const { payloadFormat, signatures, publicKeys } = await endpointOf(copied)
    expect(endpoint).toMatchObject({ payloadFormat, signatures, publicKeys })
    const other = await save({ name: 'own', copyEndpointId: copied.id })
    expect(other.body.secret).toEqual(SECRET)
    expect((await endpointOf(other.body)).publicKeys).not.toEqual(publicKeys)
  })

  it('are refused with a wrong name, field or endpoint to copy', async () => {
    expect(await save({ name: '' })).toMatchObject({ status: 400 })
    expect(await save({ name: 'a b' })).toMatchObject({ status: 400 })
    expect(await save({ name: 'a', url: 'https://example.com/' })).toMatchObject({ status: 400 })
    expect(await save({ name: 'a', sameSecret: true })).toMatchObject({ status: 400 })
    const missing = problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.')
    expect(await save({ name: 'a', copyEndpointId: newId('endpoint') })).toEqual(missing)
    const other = await posthorn.createTenant()
    const foreign = await other.endpoint({ url: 'https://example.com/' })
    expect(await save({ name: 'a', copyEndpointId: foreign.id, sameSecret: true })).toEqual(missing)
  })

  it('are at most 20 in a tenant, without those that were deleted', async () => {
    const relays = await Promise.all(Array.from({ length: 20 }, (_, number) => save({ name: `r${number}` })))
    expect(await save({ name: 'r20' })).toEqual(
      problem(409, 'conflict', 'Expected at most 20 relays in a tenant. Delete one first.'),
    )
    await api.delete(`${tenant.path}/endpoints/${relays[0]?.body.id}`)
    expect((await save({ name: 'r0' })).status).toBe(201)
  })

  it('refuse changes of what a relay does not have', async () => {
    const { body } = await save({ name: 'ada@laptop' })
    const path = `${tenant.path}/endpoints/${body.id}`
    const message = 'cannot be changed: the endpoint is a relay'
    expect(await api.patch(path, { url: 'https://example.com/', maxInFlight: 5 })).toEqual(
      problem(400, 'invalid_request', `url: ${message}; maxInFlight: ${message}`, [
        { path: 'url', message },
        { path: 'maxInFlight', message },
      ]),
    )
    expect(await api.patch(path, { timeoutSeconds: 1 })).toMatchObject({ status: 200 })
  })

  it('are for keys with the role manage, and of their tenant', async () => {
    const { body } = await save({ name: 'ada@laptop' })
    const other = await posthorn.createTenant()
    const results = {
      connectionId: newId('relayConnection'),
      results: [{ deliveryId: newId('delivery'), number: 1, statusCode: 200, durationMs: 1 }],
    }
    const calls = (path: string) =>
      [
        ['get', `${path}/relays`, undefined],
        ['post', `${path}/relays`, { name: 'b' }],
        ['get', `${path}/relays/${body.id}/stream?host=a&pid=1`, undefined],
        ['post', `${path}/relays/${body.id}/poll`, { host: 'a', pid: 1 }],
        ['post', `${path}/relays/${body.id}/results`, results],
      ] as const
    for (const role of ['read', 'publish'] as const) {
      const { key } = await keyOf(posthorn, tenant, role)
      for (const [method, path, sent] of calls(tenant.path))
        expect((await api.as(key)[method](path, sent as never)).status).toBe(403)
    }
    const foreign = await keyOf(posthorn, other, 'manage')
    for (const [method, path, sent] of calls(tenant.path))
      expect((await api.as(foreign.key)[method](path, sent as never)).status).toBe(404)
    // Its own path, with the id of another tenant's relay.
    for (const [method, path, sent] of calls(other.path).slice(2))
      expect((await api.as(foreign.key)[method](path, sent as never)).status).toBe(404)
  })
})
