import { Webhook } from 'standardwebhooks'
import { request } from 'undici'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ProxiedPosthorn, startProxiedPosthorn } from '../../../harness/database/proxied-posthorn.ts'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
const PROMPT_MS = 8000
const OUTCOME_UNKNOWN =
  'PostgreSQL did not answer, so the outcome is unknown. Repeat the request with the same `id` or `Idempotency-Key`.'

describe('while PostgreSQL is unavailable', () => {
  let posthorn: ProxiedPosthorn
  let receiver: Receiver
  let tenant: Tenant
  let ingestUrl: string
  beforeAll(async () => {
    posthorn = await startProxiedPosthorn()
  })
  beforeEach(async () => {
    receiver = await startReceiver()
    tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    ingestUrl = (await tenant.source({ name: 'shop', provider: 'standard-webhooks', secrets: [SECRET] }))
      .ingestUrl
    return () => receiver.close()
  })
  afterAll(() => posthorn?.stop())

  const publish = (id: string) =>
    posthorn.api.post(`${tenant.path}/events`, { id, type: 'order.paid', data: {} })
  async function ingest(id: string) {
    const now = new Date()
    const body = '{"type":"order.shipped"}'
    const response = await request(ingestUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(SECRET).sign(id, now, body),
      },
      body,
    })
    return { status: response.statusCode, headers: response.headers, body: await response.body.json() }
  }

  it.each([
    ['refuses connections', () => posthorn.proxy.refuse()],
    ['does not reply', () => Promise.resolve(posthorn.proxy.hang())],
  ])(
    'because it %s: 503 with Retry-After, promptly; afterwards everything continues without a restart',
    async (_how, takeAway) => {
      await takeAway()
      const begin = Date.now()
      const [published, ingested, ready] = await Promise.all([
        publish('order-1'),
        ingest('msg_1'),
        // A probe that began before the outage may still count.
        waitUntil('the API not to be ready', async () => {
          const answer = await posthorn.api.get('/readyz')
          return answer.status !== 200 && answer
        }),
      ])
      expect(Date.now() - begin).toBeLessThan(PROMPT_MS)
      const unavailable = {
        ...problem(503, 'unavailable', OUTCOME_UNKNOWN),
        headers: expect.objectContaining({ 'retry-after': '2' }),
      }
      expect(published).toMatchObject(unavailable)
      expect(ingested).toMatchObject({
        status: 503,
        headers: { 'retry-after': '2' },
        body: {
          code: 'unavailable',
          detail: expect.stringContaining('Send the webhook again: a second copy is recognised.'),
        },
      })
      expect(ready).toMatchObject({
        status: 503,
        body: { status: 'not_ready', checks: { postgresql: 'down' } },
      })

      await posthorn.proxy.pass()
      await waitUntil('the services to be ready', async () => {
        const states = await Promise.all([
          posthorn.api.get('/readyz'),
          request(`${posthorn.service('worker').url}/readyz`).then((reply) => ({ status: reply.statusCode })),
        ])
        return states.every(({ status }) => status === 200)
      })
      expect(await publish('order-1')).toMatchObject({ status: 202 })
      expect(await ingest('msg_1')).toMatchObject({ status: 202 })
      const deliveries = await tenant.settled(2)
      expect(deliveries.map(({ status, attemptCount }) => ({ status, attemptCount }))).toEqual([
        { status: 'succeeded', attemptCount: 1 },
        { status: 'succeeded', attemptCount: 1 },
      ])
    },
  )

  it('and its reply to a COMMIT is lost: 503 says that the outcome is unknown, and the same request again finds what was stored', async () => {
    const cut = posthorn.proxy.cutAtCommitOf('order-lost')
    const lost = await publish('order-lost')
    await cut
    expect(lost).toEqual(problem(503, 'unavailable', OUTCOME_UNKNOWN))
    expect(await publish('order-lost')).toMatchObject({ status: 200, body: { duplicate: true } })
    expect(await tenant.settled(1)).toMatchObject([{ status: 'succeeded', attemptCount: 1 }])
  })

  it.each([
    ['a read', 'GET', 'PostgreSQL did not answer. Repeat the request.'],
    [
      'an idempotent write',
      'PUT',
      'PostgreSQL did not answer, so the outcome is unknown. Repeat the request: done twice, it has the same result.',
    ],
  ])('the reply to %s says how to repeat it', async (_what, method, detail) => {
    await posthorn.proxy.refuse()
    const answer = method === 'GET' ? posthorn.api.get(tenant.path) : posthorn.api.put(tenant.path, {})
    expect(await answer).toEqual(problem(503, 'unavailable', detail))
    await posthorn.proxy.pass()
  })

  it('during an attempt, its result is written when the database is back, and nothing is sent twice', async () => {
    const held = Promise.withResolvers<void>()
    const slow = await startReceiver(() => ({ status: 200, after: held.promise }))
    const other = await posthorn.createTenant()
    await other.endpoint({ url: slow.url })
    await posthorn.api.post(`${other.path}/events`, { type: 'order.paid', data: {} })
    await slow.waitFor(1)

    await posthorn.proxy.refuse()
    held.resolve()
    await waitUntil(
      'the worker to find the database unavailable',
      () => posthorn.service('worker').logged('attempt.record_failed').length > 0,
    )
    await posthorn.proxy.pass()
    await waitUntil('the API to be ready', async () => (await posthorn.api.get('/readyz')).status === 200)

    expect(await other.settled(1)).toMatchObject([{ status: 'succeeded', attemptCount: 1 }])
    expect(slow.received).toHaveLength(1)
    await slow.close()
  })
})
