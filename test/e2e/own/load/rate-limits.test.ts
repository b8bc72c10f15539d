import { isDeepStrictEqual } from 'node:util'
import type { CreatedKey, Key, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ApiClient, apiClient, type Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { BACKENDS, OWN_REDIS, startRedis } from '../../../harness/redis/redis.ts'
import { startTcpProxy } from '../../../harness/tcp-proxy.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const LIMIT = 5
const PROMPT_MS = 3000

/** Matches the reply to a key over its limit. */
const refusal = (limit: number) => ({
  ...problem(
    429,
    'rate_limited',
    `The key is limited to ${limit} requests per second. Repeat the request in 1 s.`,
  ),
  headers: expect.objectContaining({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': '0',
    'ratelimit-reset': '1',
    'retry-after': '1',
  }),
})

const limitHeaders = ({ headers }: Reply<unknown>) =>
  Object.keys(headers).filter((name) => name.startsWith('ratelimit-') || name === 'retry-after')

/** Sends requests at once until all are counted in the same second, which the remaining count shows. */
async function inOneSecond(count: number, send: (index: number) => Promise<Reply<unknown>>) {
  return waitUntil(`${count} requests to be counted from one to the limit, and no further`, async () => {
    const replies = await Promise.all(Array.from({ length: count }, (_, index) => send(index)))
    const remained = replies.filter(({ status }) => status !== 429).map(remainingOf)
    const limit = Number(replies[0]?.headers['ratelimit-limit'])
    const counted = Array.from({ length: Math.min(limit, count) }, (_, index) => limit - 1 - index)
    return (
      isDeepStrictEqual(new Set(remained), new Set(counted)) && remained.length === counted.length && replies
    )
  })
}

const countByStatus = (replies: Reply<unknown>[]) =>
  Object.fromEntries(
    [200, 429].map((wanted) => [wanted, replies.filter(({ status }) => status === wanted).length]),
  )

const remainingOf = ({ headers }: Reply<unknown>) => Number(headers['ratelimit-remaining'])

describe.each(BACKENDS)('a rate limit of a key, counted on %s,', (queue) => {
  let posthorn: Posthorn
  let urls: string[]
  let tenant: Tenant
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue, services: ['api'] })
    urls = [posthorn.service('api').url, (await posthorn.start('api')).url]
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  afterAll(() => posthorn.stop())

  const createKey = (fields: object) => posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, fields)

  /** A client with the same key for each process. */
  async function clientsOf(fields: object): Promise<ApiClient[]> {
    const { key } = (await createKey(fields)).body
    return urls.map((url) => apiClient(url, key))
  }

  it('is set when the key is created, and shown with it', async () => {
    const created = await createKey({ role: 'read', rateLimitPerSecond: 10_000 })
    const shown: Key = {
      id: created.body.id,
      role: 'read',
      description: '',
      expiresAt: null,
      rateLimitPerSecond: 10_000,
      createdAt: created.body.createdAt,
    }
    expect(created).toEqual(
      reply(201, { ...shown, id: idOf('key'), createdAt: TIME, key: expect.any(String) }),
    )
    expect(await posthorn.api.get(`${tenant.path}/keys`)).toEqual(
      reply(200, { data: [shown], nextCursor: null }),
    )
  })

  it.each([
    [0, 'must be at least 1'],
    [10_001, 'must be at most 10000'],
    [1.5, 'expected a whole number'],
    ['5', 'expected a number, got a string'],
  ])('cannot be %j', async (rateLimitPerSecond, message) => {
    expect(await createKey({ role: 'read', rateLimitPerSecond })).toEqual(
      problem(400, 'invalid_request', `rateLimitPerSecond: ${message}`, [
        { path: 'rateLimitPerSecond', message },
      ]),
    )
  })

  it('is null by default: nothing is counted, and no reply has limit headers', async () => {
    const created = await createKey({ role: 'read' })
    const client = apiClient(urls[0] ?? '', created.body.key)
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => client.get(`${tenant.path}/endpoints`)),
    )

    expect(created.body.rateLimitPerSecond).toBeNull()
    for (const each of replies) {
      expect(each).toEqual(reply(200, { data: [], nextCursor: null }))
      expect(limitHeaders(each)).toEqual([])
    }
    expect(
      await posthorn.database.query('SELECT FROM rate_limits WHERE key = $1', [created.body.id]),
    ).toEqual([])
  })

  it('applies to all processes together', async () => {
    const clients = await clientsOf({ role: 'read', rateLimitPerSecond: LIMIT })
    const replies = await inOneSecond(4 * LIMIT, async (index) => {
      const client = clients[index % clients.length]
      if (client === undefined) throw new Error('unknown process')
      return client.get(`${tenant.path}/endpoints`)
    })

    const [allowed, refused] = [200, 429].map((wanted) => replies.filter(({ status }) => status === wanted))
    expect(allowed?.map(remainingOf).toSorted()).toEqual([0, 1, 2, 3, 4])
    for (const each of allowed ?? []) {
      expect(each.headers).toMatchObject({ 'ratelimit-limit': String(LIMIT), 'ratelimit-reset': '1' })
      expect(each.headers).not.toHaveProperty('retry-after')
    }
    expect(refused).toEqual(Array(3 * LIMIT).fill(refusal(LIMIT)))
  })

  it('admits requests again after the announced time', async () => {
    const [client] = await clientsOf({ role: 'read', rateLimitPerSecond: 1 })
    const get = () => (client as ApiClient).get(`${tenant.path}/endpoints`)
    const replies = await inOneSecond(2, get)
    expect(countByStatus(replies)).toEqual({ 200: 1, 429: 1 })

    const begin = Date.now()
    const next = await waitUntil('the limit to be reset', async () => {
      const answer = await get()
      return answer.status === 200 && answer
    })
    expect(Date.now() - begin).toBeLessThan(PROMPT_MS)
    expect(next.headers['ratelimit-remaining']).toBe('0')
  })

  it('is separate for each key', async () => {
    const [exhausted] = await clientsOf({ role: 'read', rateLimitPerSecond: 1 })
    const [fresh] = await clientsOf({ role: 'read', rateLimitPerSecond: 1 })
    await inOneSecond(2, () => (exhausted as ApiClient).get(`${tenant.path}/endpoints`))

    expect(await fresh?.get(`${tenant.path}/endpoints`)).toEqual(reply(200, { data: [], nextCursor: null }))
  })

  it('counts forbidden requests, and requests to other tenants', async () => {
    const elsewhere = await posthorn.createTenant()
    for (const [path, status] of [
      [`${tenant.path}/keys`, 403],
      [elsewhere.path, 404],
    ] as const) {
      const [client] = await clientsOf({ role: 'read', rateLimitPerSecond: LIMIT })
      const replies = await inOneSecond(2 * LIMIT, () => (client as ApiClient).get(path))
      const count = (wanted: number) => replies.filter((each) => each.status === wanted).length
      expect([count(status), count(429)]).toEqual([LIMIT, LIMIT])
    }
  })

  it('prevents refused requests from being carried out, and leaves their Idempotency-Key unused', async () => {
    const [client] = await clientsOf({ role: 'publish', rateLimitPerSecond: 1 })
    const publish = () =>
      (client as ApiClient).post(
        `${tenant.path}/events`,
        { type: 'a.b', data: {} },
        { 'idempotency-key': 'one' },
      )
    await inOneSecond(2, () => (client as ApiClient).get(tenant.path))

    const answer = await waitUntil('the event to be published', async () => {
      const one = await publish()
      return one.status !== 429 && one
    })
    expect(answer.status).toBe(202)
    expect(answer.headers).not.toHaveProperty('idempotency-replayed')
    const { body } = await posthorn.api.get<Page<unknown>>(`${tenant.path}/events`)
    expect(body.data).toHaveLength(1)
  })

  it.runIf(queue === 'postgres')('leaves nothing behind in the database', async () => {
    const [client] = await clientsOf({ role: 'read', rateLimitPerSecond: 1 })
    await client?.get(tenant.path)
    await posthorn.start('worker')
    const rows = await waitUntil('the count to be deleted', async () => {
      const left = await posthorn.database.query('SELECT FROM rate_limits')
      return left.length === 0 && left
    })
    expect(rows).toEqual([])
    await posthorn.stopAll('worker')
  })

  it.runIf(queue === 'postgres')(
    'uses one clock: a process with a clock a minute ahead has no effect',
    async () => {
      const ahead = await posthorn.start('api', { imports: ['clock-ahead.ts'] })
      const { key } = (await createKey({ role: 'read', rateLimitPerSecond: 1 })).body
      expect((await apiClient(ahead.url, key).get(tenant.path)).status).toBe(200)

      const next = await waitUntil(
        'the limit to be reset',
        async () => {
          const answer = await apiClient(urls[0] ?? '', key).get(tenant.path)
          return answer.status === 200 && answer
        },
        PROMPT_MS,
      )
      expect(next.headers['ratelimit-reset']).toBe('1')
      await ahead.stop()
    },
  )

  it.runIf(queue === 'redis' && OWN_REDIS)(
    'is enforced by each process alone while Redis is unavailable',
    async () => {
      const clients = await clientsOf({ role: 'read', rateLimitPerSecond: LIMIT })
      await posthorn.redis?.stop()

      const begin = Date.now()
      const replies = await inOneSecond(2 * LIMIT, () =>
        (clients[0] as ApiClient).get(`${tenant.path}/endpoints`),
      )
      expect(Date.now() - begin).toBeLessThan(PROMPT_MS)
      expect(countByStatus(replies)).toEqual({ 200: LIMIT, 429: LIMIT })
      await posthorn.redis?.restart()
    },
  )
})

describe.runIf(OWN_REDIS)('while Redis does not reply', () => {
  it('a request does not wait for its count', async () => {
    const redis = await startRedis()
    const { hostname, port } = new URL(redis.url)
    const proxy = await startTcpProxy({ host: hostname, port: Number(port) })
    const posthorn = await startPosthorn({
      services: ['api'],
      env: { REDIS_URL: `redis://127.0.0.1:${proxy.port}`, API_RATE_LIMIT_PER_SECOND: '20' },
    })
    proxy.hang()

    const begin = Date.now()
    const answer = await posthorn.api.get('/v1/tenants')
    expect(answer).toEqual(reply(200, { data: [], nextCursor: null }))
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '20', 'ratelimit-remaining': '19' })
    expect(Date.now() - begin).toBeLessThan(PROMPT_MS)

    await proxy.pass()
    await posthorn.stop()
    await proxy.close()
    await redis.stop()
  })
})

describe('a rate limit of every key (API_RATE_LIMIT_PER_SECOND)', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let ownLimit: ApiClient
  let noLimit: ApiClient
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'], env: { API_RATE_LIMIT_PER_SECOND: '20' } })
    tenant = await posthorn.createTenant()
    const keyOf = async (fields: object) =>
      (await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'read', ...fields })).body.key
    ownLimit = posthorn.api.as(await keyOf({ rateLimitPerSecond: 100 }))
    noLimit = posthorn.api.as(await keyOf({}))
  })
  afterAll(() => posthorn.stop())

  it('applies to the admin key too', async () => {
    const replies = await inOneSecond(30, () => posthorn.api.get('/v1/tenants'))
    expect(replies.filter(({ status }) => status === 429)).toEqual(Array(10).fill(refusal(20)))
  })

  it("is overridden by the key's own limit", async () => {
    expect((await ownLimit.get(tenant.path)).headers).toMatchObject({ 'ratelimit-limit': '100' })
    expect((await noLimit.get(tenant.path)).headers).toMatchObject({ 'ratelimit-limit': '20' })
  })

  it('does not apply to paths without a key', async () => {
    const anonymous = apiClient(posthorn.service('api').url, undefined)
    expect(limitHeaders(await anonymous.get('/healthz'))).toEqual([])
    expect(limitHeaders(await anonymous.get('/v1/tenants'))).toEqual([])
  })
})
