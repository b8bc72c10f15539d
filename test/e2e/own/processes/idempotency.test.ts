import type { CreatedEndpoint, CreatedKey, Page, PublishedEvent, Source } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ApiClient, apiClient } from '../../../harness/api-client.ts'
import { problem, replayOf, reply } from '../../../harness/expected.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const TWINS = 20
const ENDPOINT = { url: 'https://example.com/webhooks' }
const EVENT = { type: 'order.completed', data: { number: 1 } }
const KEY = 'b8a6f2c4-0d3e-4f6a-9a55-1c7f0e2d9b31'

const keyed = (key = KEY) => ({ 'idempotency-key': key })

describe('a POST with an Idempotency-Key', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let one: ApiClient
  let other: ApiClient
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: [] })
    await startBoth()
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  afterAll(() => posthorn.stop())

  async function startBoth() {
    const both = await Promise.all([posthorn.start('api'), posthorn.start('api')])
    ;[one, other] = both.map(({ url }) => apiClient(url, ADMIN_KEY)) as [ApiClient, ApiClient]
  }

  async function countOf(things: string): Promise<number> {
    const { body } = await posthorn.api.get<Page<unknown>>(`${tenant.path}/${things}?limit=250`)
    return body.data.length
  }

  const endpoint = (api: ApiClient, key = KEY, body: object = ENDPOINT) =>
    api.post<CreatedEndpoint>(`${tenant.path}/endpoints`, body, keyed(key))

  const apiKey = async (role: string) =>
    (await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role })).body.key

  /** Locks the table until the returned function is called. */
  async function locked(table: string): Promise<() => Promise<unknown>> {
    await posthorn.database.query('BEGIN')
    await posthorn.database.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
    return () => posthorn.database.query('ROLLBACK')
  }

  /** Waits until a request with the key is in progress. */
  const inProgress = () =>
    waitUntil('the first request to be in progress', async () => {
      const rows = await posthorn.database.query(
        'SELECT FROM idempotency_keys WHERE starts_with(path, $1) AND lease_until > now()',
        [tenant.path],
      )
      return rows.length === 1
    })

  it.each<[string, object]>([
    ['keys', { role: 'read' }],
    ['endpoints', ENDPOINT],
    ['sources', { name: 'shop', provider: 'stripe', secrets: ['whsec_1'] }],
  ])(
    'makes %s once: a duplicate in any process gets the first reply, secrets included',
    async (things, body) => {
      const before = await countOf(things)
      const first = await one.post(`${tenant.path}/${things}`, body, keyed())

      expect(first).toEqual(reply(201, expect.any(Object)))
      expect(first.headers).not.toHaveProperty('idempotency-replayed')
      for (const api of [one, other]) {
        expect(await api.post(`${tenant.path}/${things}`, body, keyed())).toEqual(replayOf(first))
      }
      expect(await countOf(things)).toBe(before + 1)
    },
  )

  it('publishes once: a duplicate gets 202 like the first, not 200', async () => {
    const first = await one.post<PublishedEvent>(`${tenant.path}/events`, EVENT, keyed())

    expect(first).toMatchObject({ status: 202, body: { duplicate: false } })
    expect(await other.post(`${tenant.path}/events`, EVENT, keyed())).toEqual(replayOf(first))
    expect(await countOf('events')).toBe(1)
  })

  it(`that is sent ${TWINS} times at once to two processes is carried out once, with the same reply for all`, async () => {
    const replies = await Promise.all(
      Array.from({ length: TWINS }, (_, index) => endpoint(index % 2 === 0 ? one : other)),
    )
    const firsts = replies.filter(({ headers }) => headers['idempotency-replayed'] === undefined)

    expect(firsts).toEqual([reply(201, expect.any(Object))])
    for (const twin of replies) expect(twin.text).toBe(firsts[0]?.text)
    expect(replies.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(
      TWINS - 1,
    )
    expect(await countOf('endpoints')).toBe(1)
  })

  it('waits for the first one in any process, and gets its reply', async () => {
    const unlock = await locked('endpoints')
    const first = endpoint(one)
    await inProgress()
    const twin = endpoint(other)
    await unlock()

    expect(await twin).toEqual(replayOf(await first))
    expect(await countOf('endpoints')).toBe(1)
  })

  it('is refused when the key was used for another body', async () => {
    const detail = `The Idempotency-Key "${KEY}" was used on this path with another body. Use a new key for each new request.`
    const refusal = problem(422, 'idempotency_key_reused', detail)
    const first = await endpoint(one)

    for (const body of [{ ...ENDPOINT, description: '' }, { url: 'https://example.com/other' }]) {
      expect(await endpoint(other, KEY, body)).toEqual(refusal)
    }
    expect(
      await other.post(`${tenant.path}/endpoints`, '{"url": "https://example.com/webhooks"}', keyed()),
    ).toEqual(refusal)
    expect(await endpoint(other)).toEqual(replayOf(first))
    expect(await countOf('endpoints')).toBe(1)
  })

  it('distinguishes no body from an empty object', async () => {
    const { id } = await tenant.endpoint(ENDPOINT)
    const path = `${tenant.path}/endpoints/${id}/rotate-secret`
    const first = await one.post(path, undefined, keyed())

    expect(first.status).toBe(200)
    expect(await other.post(path, undefined, keyed())).toEqual(replayOf(first))
    expect((await other.post(path, {}, keyed())).status).toBe(422)
  })

  it('is another request with another API key, and with the admin key', async () => {
    const replies = [
      await endpoint(one.as(await apiKey('manage'))),
      await endpoint(one.as(await apiKey('manage'))),
      await endpoint(one),
    ]
    for (const each of replies) {
      expect(each).toEqual(reply(201, expect.any(Object)))
      expect(each.headers).not.toHaveProperty('idempotency-replayed')
    }
    expect(await countOf('endpoints')).toBe(3)
  })

  it('is another request on another path, and the same on an equivalent path', async () => {
    const elsewhere = await posthorn.createTenant()
    const first = await endpoint(one)
    const second = await one.post(`${elsewhere.path}/endpoints`, ENDPOINT, keyed())
    const encoded = tenant.path.replace('tenant-', '%74enant%2D')

    expect(second.headers).not.toHaveProperty('idempotency-replayed')
    expect(await one.post(`${encoded}/endpoints`, ENDPOINT, keyed())).toEqual(replayOf(first))
  })

  it('is another request with another Idempotency-Key, or without one', async () => {
    const replies = [
      await endpoint(one, 'a'),
      await endpoint(one, 'A'),
      await endpoint(one, '~'.repeat(255)),
      await endpoint(one, 'a b'),
      await one.post(`${tenant.path}/endpoints`, ENDPOINT),
      await one.post(`${tenant.path}/endpoints`, ENDPOINT),
    ]
    expect(replies.map(({ status, headers }) => [status, headers['idempotency-replayed']])).toEqual(
      replies.map(() => [201, undefined]),
    )
    expect(await countOf('endpoints')).toBe(6)
  })

  it.each([
    ['empty', ''],
    ['longer than 255 characters', 'k'.repeat(256)],
    ['one with a tab', 'a\tb'],
    ['not ASCII', 'clé'],
  ])('is refused when the key is %s', async (_what, key) => {
    const message = 'expected 1 to 255 ASCII characters, none of them a control character'
    expect(await endpoint(one, key)).toEqual(
      problem(400, 'invalid_request', `headers.idempotency-key: ${message}`, [
        { path: 'headers.idempotency-key', message },
      ]),
    )
    expect(await countOf('endpoints')).toBe(0)
  })

  it('that is refused for an invalid field can be corrected under the same key', async () => {
    expect((await endpoint(one, KEY, { url: '' })).status).toBe(400)
    expect(await endpoint(one)).toEqual(reply(201, expect.any(Object)))
  })

  it('that is refused later, by a check in the database, can be corrected, too', async () => {
    const source = { name: 'shop', provider: 'stripe' }
    const message = 'expected at least one, or a publicKey where the provider signs with a key pair'
    const refusal = problem(400, 'invalid_request', `secrets: ${message}`, [{ path: 'secrets', message }])
    for (const api of [one, other]) {
      expect(await api.post(`${tenant.path}/sources`, source, keyed())).toEqual(refusal)
    }

    const corrected = { ...source, secrets: ['whsec_1'] }
    const second = await other.post(`${tenant.path}/sources`, corrected, keyed())
    expect(second).toEqual(reply(201, expect.any(Object)))
    expect(await one.post(`${tenant.path}/sources`, corrected, keyed())).toEqual(replayOf(second))
    expect(await countOf('sources')).toBe(1)
  })

  it('keeps a 404: the reply stays the same when the object is created later', async () => {
    const first = await one.post(
      `${tenant.path}/endpoints/ep_01h455vb4pex5vsknk084sn02q/enable`,
      undefined,
      keyed(),
    )

    expect(first).toEqual(problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.'))
    expect(
      await other.post(`${tenant.path}/endpoints/ep_01h455vb4pex5vsknk084sn02q/enable`, undefined, keyed()),
    ).toEqual(replayOf(first))
  })

  it('keeps a 409, although its cause is gone', async () => {
    const source = { name: 'shop', provider: 'stripe', secrets: ['whsec_1'] }
    const { id } = await tenant.source(source)
    const first = await one.post<Source>(`${tenant.path}/sources`, source, keyed())
    await one.delete(`${tenant.path}/sources/${id}`)

    expect(first).toEqual(problem(409, 'conflict', expect.any(String)))
    expect(await other.post(`${tenant.path}/sources`, source, keyed())).toEqual(replayOf(first))
    expect(await countOf('sources')).toBe(0)
  })

  it('that failed with a 5xx can be repeated', async () => {
    const unlock = await locked('endpoints')
    expect((await endpoint(one)).status).toBe(503)
    await unlock()

    const second = await endpoint(other)
    expect(second).toEqual(reply(201, expect.any(Object)))
    expect(second.headers).not.toHaveProperty('idempotency-replayed')
    expect(await endpoint(one)).toEqual(replayOf(second))
    expect(await countOf('endpoints')).toBe(1)
  })

  it('applies to POST only: a GET ignores the key', async () => {
    const first = await one.get(`${tenant.path}/endpoints`, keyed())
    await tenant.endpoint(ENDPOINT)
    const second = await one.get(`${tenant.path}/endpoints`, keyed())

    expect(first).toEqual(reply(200, { data: [], nextCursor: null }))
    expect(second.text).not.toBe(first.text)
  })
})
