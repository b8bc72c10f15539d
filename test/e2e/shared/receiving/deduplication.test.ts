import type { Delivery, EventSummary, Page, PublishedEvent, Source } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import {
  type AcceptedWebhook,
  githubWebhook,
  type SignedWebhook,
  sendWebhook,
  standardWebhook,
  stripeWebhook,
} from '../../../harness/webhooks.ts'

const COPIES = 50
const SECRET = 'whsec_of_the_provider'
const STANDARD_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const PUSH = '{"ref":"refs/heads/main","after":"1481a2de7b2a7d02428ad93446ab166be7793fbb"}'

const payment = (id: string) => stripeWebhook(SECRET, `{"id":"${id}","type":"payment.made"}`)
const push = (delivery: string, body = PUSH) => githubWebhook(SECRET, body, { event: 'push', delivery })

const accepted = reply(202, { status: 'accepted', eventId: idOf('evt') })
const duplicateOf = ({ body }: Reply<AcceptedWebhook>) =>
  reply(200, { status: 'already_processed', eventId: body.eventId })

/** Sends concurrent requests, and returns the replies with the one 202 first. */
async function atOnce<Body>(
  count: number,
  send: () => Promise<Reply<Body>>,
): Promise<[Reply<Body>, Reply<Body>[]]> {
  const replies = await Promise.all(Array.from({ length: count }, send))
  const [first, ...others] = replies.toSorted((a, b) => b.status - a.status)
  if (first === undefined) throw new Error('no request was sent')
  return [first, others]
}

/** What is stored of an event that was sent several times and counted once. */
const once = (eventId: string) => ({
  events: [eventId],
  deliveries: [[eventId, 'succeeded', 1]],
  received: [eventId],
})

describe.each(BACKENDS)('with the queue on %s', (queue) => {
  const posthorn = sharedPosthorn(queue)
  let receiver: Receiver
  let tenant: Tenant
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: `${receiver.url}/${tenant.id}` })
  })
  afterAll(() => receiver.close())

  const source = (provider: string, name: string = provider, owner = tenant): Promise<Source> =>
    owner.source({ name, provider, secrets: [provider === 'standard-webhooks' ? STANDARD_SECRET : SECRET] })

  /** What is stored of a tenant once everything is delivered. */
  async function outcome(deliveries: number) {
    const finished = await tenant.settled(deliveries)
    const events = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?limit=250`)
    return {
      events: events.body.data.map(({ id }) => id),
      deliveries: finished.map(({ eventId, status, attemptCount }) => [eventId, status, attemptCount]),
      received: receiver.received
        .filter(({ path }) => path === `/${tenant.id}`)
        .map(({ headers }) => headers['webhook-id']),
    }
  }

  const publish = (event: object, { path } = tenant) =>
    posthorn.api.post<PublishedEvent>(`${path}/events`, event)

  describe('a webhook', () => {
    it.each<[string, () => SignedWebhook | Promise<SignedWebhook>]>([
      ['stripe', () => payment('evt_1')],
      ['github', () => push('d-1')],
      ['standard-webhooks', () => standardWebhook(STANDARD_SECRET, '{"type":"a"}', { id: 'msg_1' })],
    ])(
      `of %s that is sent ${COPIES} times at once is one event and one delivery`,
      async (provider, webhook) => {
        const { ingestUrl } = await source(provider)
        const copy = await webhook()

        const [first, others] = await atOnce(COPIES, () => sendWebhook(ingestUrl, copy))

        expect(first).toEqual(accepted)
        expect(others).toEqual(Array(COPIES - 1).fill(duplicateOf(first)))
        expect(await outcome(1)).toEqual(once(first.body.eventId))
      },
    )

    it('that is sent again later with a new signature is a duplicate', async () => {
      const { ingestUrl } = await source('stripe')
      const first = await sendWebhook(ingestUrl, payment('evt_1'))
      await tenant.settled(1)

      const minuteAgo = new Date(Date.now() - 60_000)
      const again = stripeWebhook(SECRET, '{"id":"evt_1","type":"payment.made","again":true}', minuteAgo)
      expect(await sendWebhook(ingestUrl, again)).toEqual(duplicateOf(first))
      expect(await outcome(1)).toEqual(once(first.body.eventId))
    })

    it('with another id is another event, even if all else is equal', async () => {
      const { ingestUrl } = await source('stripe')
      const first = await sendWebhook(ingestUrl, payment('evt_1'))
      const second = await sendWebhook(ingestUrl, payment('evt_2'))

      expect([first, second]).toEqual([accepted, accepted])
      expect((await outcome(2)).events).toEqual([second.body.eventId, first.body.eventId])
    })

    it('of GitHub with the same body under another X-GitHub-Delivery is another event', async () => {
      const { ingestUrl } = await source('github')
      const dispatch = (delivery: string) =>
        githubWebhook(SECRET, '{"inputs":null,"ref":"refs/heads/main"}', {
          event: 'workflow_dispatch',
          delivery,
        })
      const first = await sendWebhook(ingestUrl, await dispatch('d-1'))
      const second = await sendWebhook(ingestUrl, await dispatch('d-2'))

      expect([first, second]).toEqual([accepted, accepted])
      expect((await outcome(2)).events).toEqual([second.body.eventId, first.body.eventId])
      expect(await sendWebhook(ingestUrl, await dispatch('d-2'))).toEqual(duplicateOf(second))
    })

    it.each<[string, (id: string, body?: string) => SignedWebhook | Promise<SignedWebhook>]>([
      ['github', push],
      ['standard-webhooks', (id, body = '{"type":"a"}') => standardWebhook(STANDARD_SECRET, body, { id })],
    ])(
      'of %s is a duplicate by its id or its body when its source has id-or-body',
      async (provider, webhook) => {
        const { id, ingestUrl } = await source(provider)
        const changed = await posthorn.api.patch<Source>(`${tenant.path}/sources/${id}`, {
          dedupeBy: 'id-or-body',
        })
        expect(changed.body.dedupeBy).toBe('id-or-body')
        const first = await sendWebhook(ingestUrl, await webhook('d-1'))

        expect(first).toEqual(accepted)
        expect(await sendWebhook(ingestUrl, await webhook('d-2'))).toEqual(duplicateOf(first))
        expect(await sendWebhook(ingestUrl, await webhook('d-1', '{"type":"b"}'))).toEqual(duplicateOf(first))
        expect(await sendWebhook(ingestUrl, await webhook('d-3', '{"type":"b"}'))).toEqual(accepted)
        // A change applies to the next webhook.
        await posthorn.api.patch(`${tenant.path}/sources/${id}`, { dedupeBy: 'id' })
        expect(await sendWebhook(ingestUrl, await webhook('d-4'))).toEqual(accepted)
      },
    )

    it('is new at another source, of the same or of another tenant', async () => {
      const sources = [
        await source('stripe'),
        await source('stripe', 'stripe-eu'),
        await source('stripe', 'stripe', await posthorn.createTenant()),
      ]
      const copy = payment('evt_1')
      const replies = await Promise.all(sources.map(({ ingestUrl }) => sendWebhook(ingestUrl, copy)))

      expect(replies).toEqual([accepted, accepted, accepted])
      expect(new Set(replies.map(({ body }) => body.eventId)).size).toBe(3)
    })

    it('is new again after the window of its source', async () => {
      const { id, ingestUrl } = await source('github')
      const first = await sendWebhook(ingestUrl, await push('d-1'))
      await posthorn.database.query(
        "UPDATE dedupe_keys SET expires_at = now() - interval '1 second' WHERE source_id = $1",
        [id],
      )

      const [second, others] = await atOnce(10, async () => sendWebhook(ingestUrl, await push('d-1')))
      expect(second).toEqual(accepted)
      expect(second.body.eventId).not.toBe(first.body.eventId)
      expect(others).toEqual(Array(9).fill(duplicateOf(second)))
    })

    it('is deduplicated for the window of its source', async () => {
      const { id, ingestUrl } = await source('stripe')
      await posthorn.api.patch(`${tenant.path}/sources/${id}`, { dedupeWindowSeconds: 86_400 })
      await sendWebhook(ingestUrl, payment('evt_1'))

      const [kept] = await posthorn.database.query<{ seconds: number }>(
        'SELECT extract(epoch FROM expires_at - now())::float8 AS seconds FROM dedupe_keys WHERE source_id = $1',
        [id],
      )
      expect(kept?.seconds).toBeGreaterThan(86_400 - 60)
      expect(kept?.seconds).toBeLessThanOrEqual(86_400)
    })

    it('is not a duplicate of a forged one that came first', async () => {
      const { ingestUrl } = await source('github')
      const { headers } = await push('d-1')
      const forged = {
        body: PUSH,
        headers: { ...headers, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
      }
      const refusal = problem(
        401,
        'invalid_signature',
        'No signature in the request matches a secret of the source.',
      )

      expect(await sendWebhook(ingestUrl, forged)).toEqual(refusal)
      const first = await sendWebhook(ingestUrl, await push('d-1'))
      expect(first).toEqual(accepted)
      expect(await sendWebhook(ingestUrl, forged)).toEqual(refusal)
      expect(await outcome(1)).toEqual(once(first.body.eventId))
    })

    it('is not a duplicate of an unreadable one that came first', async () => {
      const { ingestUrl } = await source('standard-webhooks')
      const unreadable = standardWebhook(STANDARD_SECRET, '{', { id: 'msg_1' })
      const readable = standardWebhook(STANDARD_SECRET, '{"type":"a"}', { id: 'msg_1' })

      expect((await sendWebhook(ingestUrl, unreadable)).status).toBe(400)
      expect(await sendWebhook(ingestUrl, readable)).toEqual(accepted)
    })
  })

  it('the window of a source is at least a day, so that it covers the retries of providers', async () => {
    const fields = { name: 'stripe', provider: 'stripe', secrets: [SECRET], dedupeWindowSeconds: 86_399 }
    const message = 'must be at least 86400'
    const refusal = problem(400, 'invalid_request', `dedupeWindowSeconds: ${message}`, [
      { path: 'dedupeWindowSeconds', message },
    ])
    expect(await posthorn.api.post(`${tenant.path}/sources`, fields)).toEqual(refusal)
    const { id } = await source('stripe')
    expect(await posthorn.api.patch(`${tenant.path}/sources/${id}`, { dedupeWindowSeconds: 86_399 })).toEqual(
      refusal,
    )
  })

  describe('a published event', () => {
    const ORDER = { type: 'order.completed', data: { number: 1 }, id: 'order-1' }
    const published = { id: idOf('evt'), type: 'order.completed', timestamp: TIME, deliveries: 1 }
    const isNew = reply(202, { ...published, duplicate: false })

    it(`that is published ${COPIES} times at once with one id is one event and one delivery`, async () => {
      const [first, others] = await atOnce(COPIES, () => publish(ORDER))

      expect(first).toEqual(isNew)
      expect(others).toEqual(Array(COPIES - 1).fill(reply(200, { ...first.body, duplicate: true })))
      expect(await outcome(1)).toEqual(once(first.body.id))
    })

    it('with a duplicate id is answered with the first event, whatever else differs', async () => {
      const first = await publish({ ...ORDER, timestamp: '2026-01-02T03:04:05+01:00' })
      const second = await publish({ ...ORDER, type: 'order.changed', data: { number: 2 } })

      expect(first.body.timestamp).toBe('2026-01-02T02:04:05.000Z')
      expect(second).toEqual(reply(200, { ...first.body, duplicate: true }))
      expect(await outcome(1)).toEqual(once(first.body.id))
    })

    it('is new in another tenant under the same id', async () => {
      const other = await posthorn.createTenant()
      const first = await publish(ORDER)
      const second = await publish(ORDER, other)

      expect(first).toEqual(isNew)
      expect(second).toEqual(reply(202, { ...published, deliveries: 0, duplicate: false }))
      expect(second.body.id).not.toBe(first.body.id)
    })

    it('without an id is new each time', async () => {
      const { id: _id, ...anonymous } = ORDER
      const replies = [await publish(anonymous), await publish(anonymous)]

      expect(replies).toEqual([isNew, isNew])
      const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
      expect(body.data.map(({ eventId }) => eventId)).toEqual(replies.map((one) => one.body.id).toReversed())
    })
  })
})
