import type { EventSummary, Page, PublishedEvent, SentSample, Source } from '@posthorn/contracts'
import { PROVIDER_NAMES } from '@posthorn/webhook'
import { sampleTypesOf } from '@posthorn/webhook/samples'
import { Stripe } from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, replayOf, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const SECRET = 'a-shared-secret'
const STANDARD_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const STANDARD = ['standard-webhooks', 'svix', 'clerk', 'resend']
const withSamples = PROVIDER_NAMES.filter((name) => sampleTypesOf(name).length > 0)

describe('a sample webhook', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  const sourceOf = (provider: string, fields: object = {}) =>
    tenant.source({
      name: provider,
      provider,
      secrets: [STANDARD.includes(provider) ? STANDARD_SECRET : SECRET],
      ...fields,
    })
  const send = ({ id }: Source, body: object, headers?: Record<string, string>) =>
    posthorn.api.post<SentSample>(`${tenant.path}/sources/${id}/sample`, body, headers)
  const eventOf = async (id: string | null | undefined) =>
    (await posthorn.api.get<EventSummary & { data: unknown }>(`${tenant.path}/events/${id}`)).body
  const events = async () => (await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events`)).body.data

  it.each(withSamples)(
    'of %s is accepted by ingest with every type, and becomes an event',
    async (provider) => {
      const source = await sourceOf(provider)
      for (const type of sampleTypesOf(provider)) {
        const sent = await send(source, { type })
        expect(sent).toEqual(
          reply(200, {
            type,
            reply: {
              status: expect.toSatisfy((status) => [200, 202].includes(status)),
              eventId: idOf('evt'),
              code: null,
              detail: null,
            },
            request: null,
          }),
        )
        expect(await eventOf(sent.body.reply?.eventId)).toMatchObject({
          type: `${provider}.${type}`,
          sourceId: source.id,
        })
      }
      expect(await events()).toHaveLength(sampleTypesOf(provider).length)
    },
  )

  it('has other values at the given paths', async () => {
    const sent = await send(await sourceOf('stripe'), { set: { 'data.object.amount': 500 } })
    expect((await eventOf(sent.body.reply?.eventId)).data).toMatchObject({
      data: { object: { amount: 500 } },
    })
  })

  it('has the given data', async () => {
    const data = { id: 'evt_own', type: 'invoice.paid', data: {} }
    const source = await sourceOf('stripe')
    const sent = await send(source, { type: 'invoice.paid', data })
    expect(await eventOf(sent.body.reply?.eventId)).toMatchObject({ externalId: 'evt_own', data })
    expect((await send(source, { type: 'invoice.paid', data })).body.reply).toMatchObject({ status: 200 })
    expect(await events()).toHaveLength(1)
  })

  it('has the data of an event, with a new id and all digits of its numbers', async () => {
    const source = await sourceOf('stripe')
    const { body: published } = await posthorn.api.post<PublishedEvent>(
      `${tenant.path}/events`,
      '{"type":"stripe.invoice.paid","data":{"id":"evt_1","type":"invoice.paid","n":12345678901234567890}}',
    )
    const sent = await send(source, { fromEventId: published.id })
    const { text } = await posthorn.api.get(`${tenant.path}/events/${sent.body.reply?.eventId}`)
    expect(text).toMatch(/"data":\{"id":"evt_\w{24}","type":"invoice.paid","n":12345678901234567890\}/)
  })

  it('is sent once for an Idempotency-Key', async () => {
    const source = await sourceOf('github')
    const first = await send(source, {}, { 'idempotency-key': 'once' })
    expect(await send(source, {}, { 'idempotency-key': 'once' })).toEqual(replayOf(first))
    expect(await events()).toHaveLength(1)
  })

  it('is only signed, not sent, on request', async () => {
    const source = await sourceOf('stripe')
    const { body } = await send(source, { send: false })
    expect(body).toMatchObject({ type: 'payment_intent.succeeded', reply: null })
    const { url, headers = {}, body: text = '' } = body.request ?? {}
    expect(url).toBe(source.ingestUrl)
    const verified = await new Stripe('sk_test').webhooks.constructEventAsync(
      text,
      headers['stripe-signature'] ?? '',
      SECRET,
    )
    expect(verified.type).toBe('payment_intent.succeeded')
    expect(await events()).toEqual([])
  })

  it('is signed for the public URL of the provider', async () => {
    const source = await sourceOf('square', { config: { publicUrl: 'https://public.example.com/square' } })
    expect((await send(source, {})).body.reply).toMatchObject({ status: 202 })
  })

  it('is refused by ingest like the webhook of a provider', async () => {
    const source = await sourceOf('stripe', { enabled: false })
    expect((await send(source, {})).body.reply).toEqual({
      status: 410,
      eventId: null,
      code: 'source_disabled',
      detail: expect.any(String),
    })
  })

  it.each([
    [{ set: { 'data.object.amont': 1 } }, 'set.data.object.amont', 'expected a path of the data'],
    ...['', 'a b', 'a\r\nx: y', 'ä'].map((type): [object, string, string] => [
      { type },
      'type',
      'expected visible ASCII characters without spaces',
    ]),
    [
      { type: 'no.such' },
      'type',
      expect.stringMatching(/^There is no sample "no\.such" of stripe\. There are pay/),
    ],
    [
      { data: {}, fromEventId: `evt_${'0'.repeat(26)}` },
      'fromEventId',
      'expected `data` or `fromEventId`, not both',
    ],
  ])('is refused with %j', async (body, path, message) => {
    expect(await send(await sourceOf('stripe'), body)).toEqual(
      problem(400, 'invalid_request', expect.any(String), [{ path, message }]),
    )
  })

  it('is refused for a provider that signs with a private key', async () => {
    const source = await tenant.source({ name: 'paypal', provider: 'paypal', config: { webhookId: 'WH1' } })
    expect(await send(source, { type: 'a', data: {} })).toEqual(
      problem(409, 'signing_impossible', expect.stringContaining('PayPal signs with a private key')),
    )
  })

  it('is not shown if it contains the secret itself', async () => {
    const source = await sourceOf('gitlab')
    const refused = await send(source, { send: false })
    expect(refused).toEqual(problem(409, 'signing_impossible', expect.any(String)))
    expect(refused.text).not.toContain(SECRET)
  })

  it('is not found for a source or an event of another tenant', async () => {
    const source = await sourceOf('stripe')
    const other = await posthorn.createTenant()
    const { body: event } = await posthorn.api.post<PublishedEvent>(`${other.path}/events`, {
      type: 'a',
      data: {},
    })
    const missing = (what: string) => problem(404, 'not_found', expect.stringContaining(what))
    expect(await send(source, { fromEventId: event.id })).toEqual(missing('event'))
    expect(await posthorn.api.post(`${other.path}/sources/${source.id}/sample`, {})).toEqual(
      missing('source'),
    )
  })
})
