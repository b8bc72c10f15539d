import type { CreatedEndpoint, Page, PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ApiClient, apiClient } from '../../../harness/api-client.ts'
import { problem, replayOf, reply } from '../../../harness/expected.ts'
import {
  ADMIN_KEY,
  createTenant,
  type Posthorn,
  startPosthorn,
  type Tenant,
} from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

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
    tenant = await createTenant(one)
  })
  afterAll(() => posthorn.stop())

  async function startBoth() {
    await posthorn.stopAll('api')
    const both = await Promise.all([posthorn.start('api'), posthorn.start('api')])
    ;[one, other] = both.map(({ url }) => apiClient(url, ADMIN_KEY)) as [ApiClient, ApiClient]
  }

  async function countOf(things: string): Promise<number> {
    const { body } = await one.get<Page<unknown>>(`${tenant.path}/${things}?limit=250`)
    return body.data.length
  }

  const endpoint = (api: ApiClient, key = KEY, body: object = ENDPOINT) =>
    api.post<CreatedEndpoint>(`${tenant.path}/endpoints`, body, keyed(key))

  it('is known to processes that start later', async () => {
    const first = await endpoint(one)
    await startBoth()

    expect(await endpoint(one)).toEqual(replayOf(first))
  })

  it('is new again after 24 hours', async () => {
    const first = await endpoint(one)
    const [row] = await posthorn.database.query<{ hours: number }>(
      `SELECT extract(epoch FROM expires_at - now())::float8 / 3600 AS hours FROM idempotency_keys
       WHERE starts_with(path, $1)`,
      [tenant.path],
    )
    expect(row?.hours).toBeGreaterThan(23.9)
    expect(row?.hours).toBeLessThanOrEqual(24)
    await expire()

    const second = await endpoint(other, KEY, { ...ENDPOINT, description: 'the second' })
    expect(second).toEqual(reply(201, expect.any(Object)))
    expect(second.body.id).not.toBe(first.body.id)
    expect(await endpoint(one, KEY, { ...ENDPOINT, description: 'the second' })).toEqual(replayOf(second))
  })

  it('is deleted after that', async () => {
    await endpoint(one, 'expired')
    await expire()
    await endpoint(one, 'kept')
    const worker = await posthorn.start('worker')

    await waitUntil('the row to be deleted', async () => (await keysInTable()).length === 1)
    expect(await keysInTable()).toEqual(['kept'])
    await worker.stop()
  })

  it('of a deleted tenant has no effect on a new tenant with the same name', async () => {
    const first = await endpoint(one)
    await one.delete(tenant.path)
    await one.put(tenant.path, {})

    const second = await endpoint(one)
    expect(second).toEqual(reply(201, expect.any(Object)))
    expect(second.body.id).not.toBe(first.body.id)
  })

  it('whose process dies before the reply is stored makes one event', async () => {
    const dying = await posthorn.start('api', { imports: ['die-before-reply-is-stored.ts'] })
    const publish = (api: ApiClient) => api.post<PublishedEvent>(`${tenant.path}/events`, EVENT, keyed())
    await expect(publish(apiClient(dying.url, ADMIN_KEY))).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' })
    await dying.exited
    expect(await countOf('events')).toBe(1)

    const repeats = [publish(one), publish(other)]
    // Waiting requests wait for as long as the first may still be in progress.
    await posthorn.database.query(
      'UPDATE idempotency_keys SET lease_until = now() WHERE starts_with(path, $1)',
      [tenant.path],
    )
    const [first, second] = await Promise.all(repeats)
    const { body } = await one.get<Page<{ id: string }>>(`${tenant.path}/events`)

    expect(first?.text).toBe(second?.text)
    expect(first).toMatchObject({ status: 202, body: { id: body.data[0]?.id, duplicate: false } })
    expect(body.data).toHaveLength(1)
  })

  it('that waits gets a 503 when its process stops', async () => {
    await endpoint(one)
    await posthorn.database.query(
      `UPDATE idempotency_keys SET status = NULL, sealed_reply = NULL, lease_until = now() + interval '1 minute'
       WHERE starts_with(path, $1)`,
      [tenant.path],
    )
    const stopping = await posthorn.start('api')
    const waiting = endpoint(apiClient(stopping.url, ADMIN_KEY))
    await waitUntil('the request to wait', async () => {
      const [row] = await posthorn.database.query<{ polls: number }>(
        "SELECT count(*)::int AS polls FROM pg_stat_activity WHERE application_name = 'posthorn-api' AND query LIKE '%sameBody%' AND pid <> pg_backend_pid()",
      )
      return (row?.polls ?? 0) > 0
    })
    const [answer] = await Promise.all([waiting, stopping.stop()])

    expect(answer).toEqual({
      ...problem(
        503,
        'unavailable',
        'This process is stopping. Repeat the request with the same Idempotency-Key.',
      ),
      headers: expect.objectContaining({ 'retry-after': '2' }),
    })
  })

  it('leaves no readable secret in the database', async () => {
    const { body } = await endpoint(one)
    const rows = await posthorn.database.query<{ sealed: Buffer }>(
      'SELECT sealed_reply AS sealed FROM idempotency_keys WHERE starts_with(path, $1)',
      [tenant.path],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.sealed.toString('latin1')).not.toContain(body.secret.slice(6))
    expect(rows[0]?.sealed.toString('latin1')).not.toContain(body.id)
  })

  it('whose reply no configured key decrypts conflicts, and the request is not carried out again', async () => {
    const create = () => one.post(`${tenant.path}/endpoints`, ENDPOINT, keyed())
    expect((await create()).status).toBe(201)
    await posthorn.database.query(
      `UPDATE idempotency_keys SET sealed_reply = set_byte(sealed_reply, 1, (get_byte(sealed_reply, 1) + 1) % 256)
       WHERE starts_with(path, $1)`,
      [tenant.path],
    )
    const again = await create()
    expect([again.status, again.body]).toEqual([409, expect.objectContaining({ code: 'conflict' })])
    const { body } = await one.get<Page<unknown>>(`${tenant.path}/endpoints`)
    expect(body.data).toHaveLength(1)
  })

  const expire = () =>
    posthorn.database.query('UPDATE idempotency_keys SET expires_at = now() WHERE starts_with(path, $1)', [
      tenant.path,
    ])

  const keysInTable = async () =>
    (
      await posthorn.database.query<{ key: string }>(
        'SELECT key FROM idempotency_keys WHERE starts_with(path, $1)',
        [tenant.path],
      )
    ).map(({ key }) => key)
})
