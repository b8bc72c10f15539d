import { createHmac } from 'node:crypto'
import type { Delivery, InboundRequest, Page } from '@posthorn/contracts'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { describe, expect, it } from 'vitest'
import packageJson from '../../../../package.json' with { type: 'json' }
import { idOf, problem, reply, TIME, TRACE_ID } from '../../../harness/expected.ts'
import {
  ANOTHER_SECRET,
  GITHUB,
  PAYMENT,
  SENDERS,
  type Sender,
  STANDARD,
  STRIPE,
  STRIPE_SECRET,
} from '../../../harness/inbound/senders.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

describe.each(BACKENDS)('with the queue on %s', (queue) => {
  const posthorn = sharedPosthorn(queue)
  let receiver: Receiver
  let tenant: Tenant

  /** A tenant with a source, and an endpoint that subscribes to one event type. */
  async function connect({ source, type }: Sender, endpointFields: object = {}) {
    receiver = await startReceiver()
    tenant = await posthorn.createTenant()
    const endpoint = await tenant.endpoint({ url: receiver.url, eventTypes: [type], ...endpointFields })
    return { endpoint, source: await tenant.source(source) }
  }

  /** Sends one webhook through Posthorn, and returns what arrives at the endpoint. */
  async function relay(sender: Sender, endpointFields?: object) {
    const { endpoint, source } = await connect(sender, endpointFields)
    const answer = await sendWebhook(source.ingestUrl, await sender.webhook(sender.source.secrets[0] ?? ''))
    const [received] = await receiver.waitFor(1)
    const [delivery] = await tenant.settled(1)
    await receiver.close()
    if (received === undefined || delivery === undefined) throw new Error('no request arrived')
    return { endpoint, source, answer, received, delivery }
  }

  describe('a source accepts', () => {
    it.each(SENDERS)(
      'a webhook %s, and makes an event that arrives at a subscribed endpoint',
      async (_name, sender) => {
        const { endpoint, source, answer, received, delivery } = await relay(sender)

        expect(answer).toEqual(reply(202, { status: 'accepted', eventId: idOf('evt') }))
        const id = answer.body.eventId
        expect(JSON.parse(received.body.toString())).toEqual({
          id,
          type: sender.type,
          timestamp: TIME,
          data: JSON.parse(sender.body),
        })
        expect(received.body.toString().endsWith(`,"data":${sender.body}}`)).toBe(true)
        expect(delivery).toEqual({
          id: idOf('dlv'),
          eventId: id,
          eventType: sender.type,
          endpointId: endpoint.id,
          status: 'succeeded',
          trigger: 'schedule',
          reason: null,
          attemptCount: 1,
          lastStatusCode: 200,
          lastErrorCode: null,
          nextAttemptAt: null,
          createdAt: TIME,
          finishedAt: TIME,
        })
        expect(await posthorn.api.get(`${tenant.path}/events/${id}`)).toEqual(
          reply(200, {
            id,
            type: sender.type,
            timestamp: TIME,
            externalId: sender.externalId,
            sourceId: source.id,
            createdAt: TIME,
            expired: false,
            traceId: TRACE_ID,
            ...(sender.headers && { headers: sender.headers }),
            data: JSON.parse(sender.body),
          }),
        )
        expect(
          (await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${source.id}/requests`)).body,
        ).toEqual({
          data: [
            {
              id: idOf('req'),
              sourceId: source.id,
              outcome: 'accepted',
              cause: null,
              eventId: id,
              contentType: 'application/json',
              userAgent: null,
              bodyBytes: Buffer.byteLength(sender.body),
              receivedAt: TIME,
              matchedSecret: { position: 0, createdAt: TIME },
              reprocessedAt: null,
            },
          ],
          nextCursor: null,
        })
      },
    )

    it.each([
      ['Stripe', STRIPE, 'whsec_the_new_one'],
      ['GitHub', GITHUB, 'the new one'],
      ['Standard Webhooks', STANDARD, ANOTHER_SECRET],
    ])('from %s signatures of the old and the new secret', async (_name, sender, newSecret) => {
      const [oldSecret = ''] = sender.source.secrets
      const source = { ...sender.source, secrets: [newSecret, oldSecret] }
      const { source: withBoth } = await connect({ ...sender, source })
      const { source: withNew } = await connect({ ...sender, source: { ...source, secrets: [newSecret] } })
      await receiver.close()

      const signed = { old: await sender.webhook(oldSecret), new: await sender.webhook(newSecret) }
      const first = await sendWebhook(withBoth.ingestUrl, signed.old)
      expect(first).toEqual(reply(202, { status: 'accepted', eventId: idOf('evt') }))
      expect(await sendWebhook(withBoth.ingestUrl, signed.new)).toEqual(
        reply(200, { status: 'already_processed', eventId: first.body.eventId }),
      )
      expect(await sendWebhook(withNew.ingestUrl, signed.old)).toEqual(
        problem(401, 'invalid_signature', 'No signature in the request matches a secret of the source.'),
      )
      expect(await sendWebhook(withNew.ingestUrl, signed.new)).toEqual(
        reply(202, { status: 'accepted', eventId: idOf('evt') }),
      )
    })
  })

  describe('what an endpoint receives', () => {
    it.each([
      ['standardwebhooks', StandardWebhook],
      ['svix', SvixWebhook],
    ])(
      'is verified by the package %s with the secret of the endpoint, and with no other',
      async (_name, Webhook) => {
        const { endpoint, received } = await relay(STRIPE)
        const text = received.body.toString()
        const headers = received.headers as Record<string, string>

        expect(() => new Webhook(endpoint.secret).verify(text, headers)).not.toThrow()
        expect(() => new Webhook(ANOTHER_SECRET).verify(text, headers)).toThrow('No matching signature found')
        expect(() => new Webhook(endpoint.secret).verify(`${text} `, headers)).toThrow(
          'No matching signature found',
        )
      },
    )

    it('has the documented headers, and otherwise only those that HTTP needs', async () => {
      const { received, answer, delivery } = await relay(STRIPE)

      expect(received.headers).toEqual({
        host: new URL(receiver.url).host,
        connection: 'keep-alive',
        'accept-encoding': 'identity',
        'content-length': String(received.body.length),
        'content-type': 'application/json',
        'user-agent': `Posthorn/${packageJson.version}`,
        'webhook-id': answer.body.eventId,
        'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
        'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
        'x-webhook-event': 'stripe.payment_intent.succeeded',
        'x-webhook-delivery': delivery.id,
        'x-webhook-attempt': '1',
        'x-posthorn-hops': '1',
        traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      })
      const ageSeconds = Date.now() / 1000 - Number(received.headers['webhook-timestamp'])
      expect(ageSeconds).toBeGreaterThanOrEqual(0)
      expect(ageSeconds).toBeLessThan(30)
    })

    it('continues the trace of the original request', async () => {
      const traceId = '0af7651916cd43dd8448eb211c80319c'
      const parent = { traceparent: `00-${traceId}-b7ad6b7169203331-01` }
      const { received } = await relay({
        ...STRIPE,
        webhook: (secret) => {
          const { headers, body } = stripeWebhook(secret, PAYMENT)
          return { body, headers: { ...headers, ...parent } }
        },
      })

      expect(received.headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
      expect(received.headers['traceparent']).not.toBe(parent.traceparent)
    })

    it('is signed with sha256 if the endpoint requests it', async () => {
      const { endpoint, received } = await relay(STRIPE, { signatures: ['sha256'] })

      const hex = createHmac('sha256', endpoint.secret).update(received.body).digest('hex')
      expect(received.headers['x-webhook-signature']).toBe(`sha256=${hex}`)
      expect(received.headers).not.toHaveProperty('webhook-signature')
    })

    it('is signed in both ways if the endpoint requests both', async () => {
      const { received } = await relay(STRIPE, { signatures: ['standard', 'sha256'] })

      expect(received.headers).toMatchObject({
        'webhook-signature': expect.stringMatching(/^v1,/),
        'x-webhook-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
      })
    })
  })

  it('an endpoint that does not subscribe to the type gets no delivery', async () => {
    const { source } = await connect(STRIPE, {
      eventTypes: ['stripe.payment_intent', 'stripe.charge.*', 'github.*'],
    })
    const answer = await sendWebhook(source.ingestUrl, await STRIPE.webhook(STRIPE_SECRET))
    await receiver.close()

    expect(answer.status).toBe(202)
    const deliveries = await posthorn.api.get<Page<Delivery>>(
      `${tenant.path}/events/${answer.body.eventId}/deliveries`,
    )
    expect(deliveries).toEqual(reply(200, { data: [], nextCursor: null }))
  })
})
