import type { CreatedKey, KeyRole, Page, PublishedEvent, StartedJob } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient, type Reply } from '../harness/api-client.ts'
import { problem } from '../harness/expected.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn, type Tenant } from '../harness/posthorn.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What a tenant has: one object of each kind, and the ids in their routes. */
interface Owned {
  tenant: Tenant
  ids: Record<'endpoint' | 'source' | 'event' | 'delivery' | 'key' | 'job', string>
}

const ENDPOINT = { url: 'https://example.com/webhooks' }
const EVENT = { type: 'order.completed', data: {} }
const RECOVERY = { since: '2020-01-01T00:00:00.000Z' }
/** A fixed window. */
const A_DAY = 'from=2026-01-01T00%3A00%3A00Z&to=2026-01-02T00%3A00%3A00Z'
const SOURCE = { name: 'another', provider: 'stripe', secrets: ['whsec_1'] }

/**
 * Every route below /v1/tenants/{tenant}, with a valid body, and the status for a key of the tenant with each role:
 * manage, publish, read. Deletions come last, since other routes need the objects.
 */
const ROUTES: [
  Method,
  path: string,
  body: object | undefined,
  manage: number,
  publish: number,
  read: number,
][] = [
  ['get', '', undefined, 200, 200, 200],
  ['put', '', {}, 403, 403, 403],
  ['post', '/keys', { role: 'read' }, 201, 403, 403],
  ['get', '/keys', undefined, 200, 403, 403],
  ['post', '/endpoints', ENDPOINT, 201, 403, 403],
  ['get', '/endpoints', undefined, 200, 403, 200],
  ['get', '/endpoints/:endpoint', undefined, 200, 403, 200],
  ['patch', '/endpoints/:endpoint', { description: 'changed' }, 200, 403, 403],
  ['post', '/endpoints/:endpoint/filter/test', { data: {} }, 200, 403, 403],
  ['get', `/endpoints/:endpoint/stats?${A_DAY}`, undefined, 200, 403, 200],
  ['post', '/endpoints/:endpoint/rotate-secret', { graceSeconds: 0 }, 200, 403, 403],
  ['post', '/endpoints/:endpoint/disable', undefined, 200, 403, 403],
  ['post', '/endpoints/:endpoint/enable', undefined, 200, 403, 403],
  ['post', '/sources', SOURCE, 201, 403, 403],
  ['get', '/sources', undefined, 200, 403, 403],
  ['get', '/sources/:source', undefined, 200, 403, 403],
  ['patch', '/sources/:source', { metadata: { changed: true } }, 200, 403, 403],
  ['get', '/sources/:source/requests', undefined, 200, 403, 200],
  ['post', '/events', EVENT, 202, 202, 403],
  ['post', '/events/batch', { events: [EVENT] }, 202, 202, 403],
  ['get', '/events', undefined, 200, 403, 200],
  ['get', '/events/:event', undefined, 200, 403, 200],
  ['get', '/events/:event/deliveries', undefined, 200, 403, 200],
  ['get', '/deliveries', undefined, 200, 403, 200],
  ['get', '/deliveries/:delivery', undefined, 200, 403, 200],
  ['get', '/deliveries/:delivery/attempts', undefined, 200, 403, 200],
  ['post', '/deliveries/:delivery/retry', undefined, 202, 403, 403],
  ['post', '/deliveries/:delivery/cancel', undefined, 200, 403, 403],
  ['post', '/events/:event/replay', undefined, 202, 403, 403],
  ['post', '/endpoints/:endpoint/test', undefined, 202, 403, 403],
  ['get', '/jobs', undefined, 200, 403, 200],
  ['get', '/jobs/:job', undefined, 200, 403, 200],
  ['post', '/jobs/:job/cancel', undefined, 200, 403, 403],
  ['post', '/endpoints/:endpoint/recover', RECOVERY, 202, 403, 403],
  ['get', `/stats?bucket=day&${A_DAY}`, undefined, 200, 403, 200],
  ['get', '/audit', undefined, 200, 403, 403],
  ['delete', '/keys/:key', undefined, 204, 403, 403],
  ['delete', '/sources/:source', undefined, 204, 403, 403],
  ['delete', '/endpoints/:endpoint', undefined, 204, 403, 403],
  ['delete', '', undefined, 403, 403, 403],
]

const OF_ONE_THING = ROUTES.filter(([, path]) => path.includes(':'))

const refusal = (detail: string) => ({
  ...problem(401, 'unauthorized', detail),
  headers: expect.objectContaining({ 'www-authenticate': 'Bearer' }),
})

describe('the API', () => {
  let posthorn: Posthorn
  let victim: Owned
  let intruder: Owned
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    victim = await createOwned()
    intruder = await createOwned()
  })
  afterAll(() => posthorn.stop())

  async function createOwned(): Promise<Owned> {
    const tenant = await posthorn.createTenant()
    const endpoint = await tenant.endpoint(ENDPOINT)
    const source = await tenant.source({ ...SOURCE, name: 'one' })
    const event = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, EVENT)
    const deliveries = await posthorn.api.get<Page<{ id: string }>>(`${tenant.path}/deliveries`)
    const key = await keyOf(tenant, 'read')
    const [delivery] = deliveries.body.data
    const job = await posthorn.api.post<StartedJob>(
      `${tenant.path}/endpoints/${endpoint.id}/recover`,
      RECOVERY,
    )
    return {
      tenant,
      ids: {
        endpoint: endpoint.id,
        source: source.id,
        event: event.body.id,
        delivery: delivery?.id ?? '',
        key: key.id,
        job: job.body.jobId,
      },
    }
  }

  async function keyOf({ path }: Tenant, role: KeyRole, expiresAt?: string): Promise<CreatedKey> {
    return (await posthorn.api.post<CreatedKey>(`${path}/keys`, { role, expiresAt })).body
  }

  function call(
    key: string | undefined,
    { tenant, ids }: Owned,
    [method, path, body]: Readonly<[Method, string, object | undefined, ...unknown[]]>,
  ): Promise<Reply<unknown>> {
    const url = `${tenant.path}${path.replace(/:(\w+)/, (_all, kind: keyof Owned['ids']) => ids[kind])}`
    const client = apiClient(posthorn.service('api').url, key)
    return method === 'get' || method === 'delete' ? client[method](url) : client[method](url, body)
  }

  /** All that the admin key can read of a tenant. */
  async function everythingOf(owned: Owned): Promise<string[]> {
    const reads = ROUTES.filter(([method]) => method === 'get')
    return Promise.all(reads.map(async (route) => (await call(ADMIN_KEY, owned, route)).text))
  }

  const noSuchTenant = ({ tenant: { id } }: Owned) => problem(404, 'not_found', `There is no tenant "${id}".`)

  describe("with another tenant's key finds nothing:", () => {
    it.each(ROUTES)("%s %s on the other's path", async (...route) => {
      for (const role of ['manage', 'publish', 'read'] as const) {
        const { key } = await keyOf(intruder.tenant, role)
        expect(await call(key, victim, route)).toEqual(noSuchTenant(victim))
      }
    })

    it.each(OF_ONE_THING)("%s %s on its own path, with the other's id", async (...route) => {
      const { key } = await keyOf(intruder.tenant, 'manage')
      const kind = /:(\w+)/.exec(route[1])?.[1]
      expect(await call(key, { tenant: intruder.tenant, ids: victim.ids }, route)).toEqual(
        problem(404, 'not_found', `There is no ${kind} with this id.`),
      )
    })

    it('whether it exists or not, with the same reply', async () => {
      const { key } = await keyOf(intruder.tenant, 'manage')
      const nobody = {
        tenant: { ...victim.tenant, id: 'nobody', path: '/v1/tenants/nobody' },
        ids: victim.ids,
      }
      for (const route of ROUTES) expect(await call(key, nobody, route)).toEqual(noSuchTenant(nobody))
    })

    it('in its own lists', async () => {
      const { key } = await keyOf(intruder.tenant, 'manage')
      for (const route of ROUTES.filter(([method, path]) => method === 'get' && !path.includes(':'))) {
        const { text } = await call(key, intruder, route)
        for (const id of Object.values(victim.ids)) expect(text).not.toContain(id)
      }
      const filtered = await apiClient(posthorn.service('api').url, key).get<Page<unknown>>(
        `${intruder.tenant.path}/deliveries?endpointId=${victim.ids.endpoint}`,
      )
      expect(filtered.body).toEqual({ data: [], nextCursor: null })
    })

    it('and changes nothing', async () => {
      const before = await everythingOf(victim)
      const { key } = await keyOf(intruder.tenant, 'manage')
      for (const route of ROUTES) await call(key, victim, route)
      for (const route of OF_ONE_THING) await call(key, { ...intruder, ids: victim.ids }, route)
      expect(await everythingOf(victim)).toEqual(before)
    })
  })

  describe.each([
    ['manage', 3],
    ['publish', 4],
    ['read', 5],
  ] as const)('with a key of the role %s', (role, column) => {
    let owned: Owned
    let key: string
    beforeAll(async () => {
      owned = await createOwned()
      key = (await keyOf(owned.tenant, role)).key
    })

    const rows = ROUTES.map((route) => [route[0], route[1], route[column], route] as const)

    it.each(rows.filter(([, , status]) => status === 403))(
      '%s /v1/tenants/{tenant}%s is forbidden: %d',
      async (_method, _path, _status, route) => {
        expect(await call(key, owned, route)).toEqual(
          problem(403, 'forbidden', `A key with the role "${role}" may not do this.`),
        )
      },
    )

    it.each(rows.filter(([, , status]) => status !== 403))(
      '%s /v1/tenants/{tenant}%s is answered %d',
      async (_method, _path, status, route) => {
        const answer = await call(key, owned, route)
        expect([answer.status, answer.text]).toEqual([
          status,
          expect.stringMatching(status === 204 ? /^$/ : /^\{"/),
        ])
      },
    )

    it('may not list the tenants', async () => {
      expect(await posthorn.api.as(key).get('/v1/tenants')).toEqual(
        problem(403, 'forbidden', `A key with the role "${role}" may not do this.`),
      )
    })

    it('may not create a tenant', async () => {
      expect(await posthorn.api.as(key).put('/v1/tenants/new', {})).toEqual(
        problem(404, 'not_found', 'There is no tenant "new".'),
      )
      expect((await posthorn.api.get('/v1/tenants/new')).status).toBe(404)
    })
  })

  it.each([
    ['in lower case', 'bearer KEY'],
    ['followed by several spaces', 'BEARER   KEY'],
  ])('accepts a key with the scheme %s', async (_name, template) => {
    const { key } = await keyOf(victim.tenant, 'manage')
    const authorization = template.replaceAll('KEY', key)
    const anonymous = apiClient(posthorn.service('api').url, undefined)
    expect((await anonymous.get(victim.tenant.path, { authorization })).status).toBe(200)
  })

  describe('without a valid key answers 401:', () => {
    it.each([
      ['none', undefined],
      ['an unknown one', 'phk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'],
      ['an unknown one of 513 characters', 'k'.repeat(513)],
    ])('%s, on every route', async (_name, key) => {
      const detail =
        key === undefined
          ? 'Send the key as "Authorization: Bearer KEY".'
          : 'The key is unknown or has expired.'
      for (const route of ROUTES) expect(await call(key, victim, route)).toEqual(refusal(detail))
      expect(await apiClient(posthorn.service('api').url, key).get('/v1/tenants')).toEqual(refusal(detail))
    })

    it.each([
      ['no scheme', 'KEY'],
      ['another scheme', 'Basic KEY'],
      ['two keys', 'Bearer KEY KEY'],
      ['no key', 'Bearer'],
      ['an empty one', ''],
      ['non-ASCII', 'Bearer KEYé'],
    ])('an Authorization header with %s', async (_name, template) => {
      const { key } = await keyOf(victim.tenant, 'manage')
      const authorization = template.replaceAll('KEY', key)
      const anonymous = apiClient(posthorn.service('api').url, undefined)
      expect(await anonymous.get(victim.tenant.path, { authorization })).toEqual(
        refusal('The Authorization header is not "Bearer KEY".'),
      )
    })

    it('the scheme may be written in lower case', async () => {
      const { key } = await keyOf(victim.tenant, 'manage')
      const anonymous = apiClient(posthorn.service('api').url, undefined)
      const answer = await anonymous.get(victim.tenant.path, { authorization: `bearer ${key}` })
      expect(answer.status).toBe(200)
    })

    it.each([
      ['one character missing', (key: string) => key.slice(0, -1)],
      ['one character added', (key: string) => `${key}A`],
      ['other case', (key: string) => key.toUpperCase()],
    ])('a key with %s', async (_name, change) => {
      const { key } = await keyOf(victim.tenant, 'manage')
      expect(await call(change(key), victim, ROUTES[0] as (typeof ROUTES)[0])).toEqual(
        refusal('The key is unknown or has expired.'),
      )
    })

    it('a deleted one, from the next request on', async () => {
      const { key, id } = await keyOf(victim.tenant, 'manage')
      const client = posthorn.api.as(key)
      expect((await client.get(victim.tenant.path)).status).toBe(200)
      expect((await client.delete(`${victim.tenant.path}/keys/${id}`)).status).toBe(204)
      expect(await client.get(victim.tenant.path)).toEqual(refusal('The key is unknown or has expired.'))
    })

    it('an expired one', async () => {
      const { key, id } = await keyOf(victim.tenant, 'manage', new Date(Date.now() + 3_600_000).toISOString())
      const client = posthorn.api.as(key)
      expect((await client.get(victim.tenant.path)).status).toBe(200)
      await posthorn.database.query(
        "UPDATE api_keys SET expires_at = now() - interval '1 ms' WHERE id = $1",
        [id],
      )
      expect(await client.get(victim.tenant.path)).toEqual(refusal('The key is unknown or has expired.'))
    })

    it('one whose tenant was deleted', async () => {
      const tenant = await posthorn.createTenant()
      const { key } = await keyOf(tenant, 'manage')
      expect((await posthorn.api.delete(tenant.path)).status).toBe(204)
      expect(await posthorn.api.as(key).get(tenant.path)).toEqual(
        refusal('The key is unknown or has expired.'),
      )
    })
  })

  it('with the admin key may do everything', async () => {
    const owned = await createOwned()
    for (const route of ROUTES.filter(([method, path]) => !(method === 'put' && path === ''))) {
      const { status } = await call(ADMIN_KEY, owned, route)
      expect([route[0], route[1], status]).toEqual([
        route[0],
        route[1],
        expect.toBeOneOf([200, 201, 202, 204]),
      ])
    }
  })

  it('with the admin key finds nothing in a tenant that does not exist', async () => {
    const nobody = { tenant: { ...victim.tenant, id: 'nobody', path: '/v1/tenants/nobody' }, ids: victim.ids }
    for (const route of ROUTES.filter(([method]) => method !== 'put')) {
      expect(await call(ADMIN_KEY, nobody, route)).toEqual(noSuchTenant(nobody))
    }
  })
})
