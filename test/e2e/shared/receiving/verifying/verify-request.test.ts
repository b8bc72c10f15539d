import { createHmac } from 'node:crypto'
import type { InboundRequest, Page } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { problem, TIME } from '../../../../harness/expected.ts'
import { BODY, GITHUB_SECRET, STRIPE_SECRET, verifying } from '../../../../harness/inbound/verifying.ts'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { squareWebhook, timedWebhook } from '../../../../harness/providers/provider-signatures.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import {
  githubWebhook,
  type SignedWebhook,
  sendWebhook,
  stripeWebhook,
} from '../../../../harness/webhooks.ts'

const MIB = 1024 * 1024

describe('verifying a request that was not received', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  const { stripeSource, githubSource, pathOf, verify, verified, hintsOf } = verifying(
    posthorn.api,
    () => tenant,
  )

  it('tells what a source would accept, with the signed bytes, the secret and the event', async () => {
    const source = await stripeSource({ secrets: ['whsec_new', STRIPE_SECRET] })
    const at = new Date(Date.now() - 60_000)
    const webhook = stripeWebhook(STRIPE_SECRET, BODY, at)
    const seconds = Math.floor(at.getTime() / 1000)
    const signed = `${seconds}.${BODY}`
    expect(await verified(source, webhook)).toEqual({
      verified: true,
      cause: null,
      detail: null,
      signedBytes: {
        text: signed,
        base64: Buffer.from(signed).toString('base64'),
        length: signed.length,
        truncated: false,
      },
      signedAt: new Date(seconds * 1000).toISOString(),
      clockDifferenceSeconds: expect.toSatisfy((difference: number) => difference >= 60 && difference < 90),
      secretsTried: 2,
      matchedSecret: { position: 1, createdAt: TIME },
      event: { type: 'stripe.invoice.paid', id: 'evt_1' },
      eventCount: 1,
      handshake: false,
      hints: [],
    })
  })

  it.each<[cause: string, webhook: () => SignedWebhook, detail: string]>([
    [
      'missing_header',
      () => ({ body: BODY, headers: {} }),
      'A header that the signature needs is missing. It is the header stripe-signature.',
    ],
    [
      'malformed_header',
      () => ({ body: BODY, headers: { 'Stripe-Signature': 'nonsense' } }),
      'The signature headers are not in the form of the provider. It is the header stripe-signature.',
    ],
    [
      'unknown_version',
      () => ({ body: BODY, headers: { 'Stripe-Signature': 't=1,v0=ab' } }),
      'No signature in the request has a version that is verified. Expected v1 in the header stripe-signature.',
    ],
    [
      'signature_mismatch',
      () => stripeWebhook('whsec_wrong', BODY),
      'No signature in the request matches a secret of the source.',
    ],
    [
      'timestamp_too_old',
      () => stripeWebhook(STRIPE_SECRET, BODY, new Date(Date.now() - 3_600_000)),
      'The signed time is further in the past than the source tolerates. It is ',
    ],
    [
      'timestamp_too_new',
      () => stripeWebhook(STRIPE_SECRET, BODY, new Date(Date.now() + 3_600_000)),
      'The signed time is further in the future than the source tolerates. It is ',
    ],
    [
      'unreadable_body',
      () => stripeWebhook(STRIPE_SECRET, 'not JSON'),
      'The body cannot be read: expected JSON.',
    ],
    [
      'loop_detected',
      () => ({ body: BODY, headers: { 'X-Posthorn-Hops': '6' } }),
      'The event has gone through Posthorn more than 5 times',
    ],
  ])('tells the cause %s', async (cause, webhook, detail) => {
    const source = await stripeSource()
    expect(await verified(source, webhook())).toMatchObject({
      verified: false,
      cause,
      detail: expect.stringContaining(detail),
      event: null,
      eventCount: 0,
    })
  })

  it('tells that the source is disabled', async () => {
    const source = await stripeSource({ enabled: false })
    expect(await verified(source, stripeWebhook(STRIPE_SECRET, BODY))).toMatchObject({
      verified: false,
      cause: 'source_disabled',
      hints: [],
    })
  })

  it('tells that the body is larger than the source allows', async () => {
    const source = await stripeSource({ bodyMaxBytes: 1024 })
    const webhook = stripeWebhook(STRIPE_SECRET, JSON.stringify({ id: 'evt_1', type: 'x'.repeat(1024) }))
    expect(await verified(source, webhook)).toMatchObject({ verified: false, cause: 'payload_too_large' })
  })

  it('verifies as at the time at which the request arrived', async () => {
    const source = await stripeSource()
    const at = new Date('2026-01-01T00:00:00Z')
    const webhook = stripeWebhook(STRIPE_SECRET, BODY, at)
    expect(await verified(source, webhook, { receivedAt: '2026-01-01T00:01:00Z' })).toMatchObject({
      verified: true,
      signedAt: '2026-01-01T00:00:00.000Z',
      clockDifferenceSeconds: 60,
    })
    expect(await hintsOf(source, webhook)).toEqual([['only_time_differs', true]])
  })

  it('verifies with the query of the URL that the provider called', async () => {
    const source = await tenant.source({ name: 'square', provider: 'square', secrets: [STRIPE_SECRET] })
    const url = `${source.ingestUrl}?a=1`
    const body = '{"event_id":"e-1","type":"a"}'
    expect(await verified(source, squareWebhook(STRIPE_SECRET, url, body), { url })).toMatchObject({
      verified: true,
      signedBytes: { text: url + body },
      event: { id: 'e-1' },
    })
  })

  it('tells that a request sets the webhook up, without the answer to it', async () => {
    const source = await tenant.source({ name: 'zoom', provider: 'zoom', secrets: [STRIPE_SECRET] })
    const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8' } })
    const result = await verified(source, timedWebhook('zoom', STRIPE_SECRET, body))
    expect(result).toMatchObject({ verified: true, handshake: true, event: null, eventCount: 0 })
    const answer = createHmac('sha256', STRIPE_SECRET).update('qgg8').digest('hex')
    expect(JSON.stringify(result)).not.toContain(answer)
  })

  it('shows no time that is beyond the year 9999', async () => {
    const source = await stripeSource()
    const headers = { 'stripe-signature': `t=999999999999,v1=${'0'.repeat(64)}` }
    expect(await verified(source, { headers, body: BODY })).toMatchObject({
      cause: 'timestamp_too_new',
      signedAt: null,
      clockDifferenceSeconds: null,
    })
  })

  it('takes any bytes in base64', async () => {
    const source = await stripeSource()
    const body = Uint8Array.of(0xff, 0xfe, 0x00)
    const { headers } = stripeWebhook(STRIPE_SECRET, BODY)
    expect(await verified(source, { headers, body })).toMatchObject({
      cause: 'signature_mismatch',
      signedBytes: { length: 14, truncated: false },
    })
  })

  it('never shows a secret, nor a signature that was not given', async () => {
    const source = await stripeSource({ secrets: [STRIPE_SECRET, 'whsec_old'] })
    const given = stripeWebhook(STRIPE_SECRET, BODY)
    const expected = given.headers['stripe-signature']?.split('v1=')[1] ?? ''
    const replies = [
      await verified(source, { ...given, body: `${BODY}\n` }),
      await verified(source, {
        body: BODY,
        headers: { 'stripe-signature': `t=1,v1=${'0'.repeat(64)}` },
      }),
      await verified(source, given),
    ]
    for (const text of [STRIPE_SECRET, 'whsec_old', expected])
      expect(JSON.stringify(replies)).not.toContain(text)
  })

  it('stores nothing: the same request is accepted afterwards', async () => {
    const source = await stripeSource()
    const webhook = stripeWebhook(STRIPE_SECRET, BODY)
    await verified(source, webhook)
    await verified(source, stripeWebhook('whsec_wrong', BODY))
    const requests = await posthorn.api.get<Page<InboundRequest>>(
      `${tenant.path}/sources/${source.id}/requests`,
    )
    expect(requests.body.data).toEqual([])
    expect((await sendWebhook(source.ingestUrl, webhook)).status).toBe(202)
  })

  it('shows the first 16 KiB of the signed bytes of a large body, and tries no mistakes', async () => {
    const source = await githubSource()
    const body = 'é'.repeat(MIB)
    const webhook = await githubWebhook(GITHUB_SECRET, body, { event: 'push', delivery: 'd-1' })
    const result = await verified(source, { ...webhook, body: `${body}\n` })
    expect(result).toMatchObject({
      cause: 'signature_mismatch',
      signedBytes: { text: 'é'.repeat(8192), length: 2 * MIB + 1, truncated: true },
      hints: [],
    })
  })

  it.each<[name: string, body: object, path: string]>([
    ['more than 5 MiB', { headers: {}, body: 'x'.repeat(5 * MIB + 1) }, 'body'],
    ['two bodies', { headers: {}, body: '', bodyBase64: '' }, 'bodyBase64'],
    ['no base64', { headers: {}, bodyBase64: '*' }, 'bodyBase64'],
    ['no headers', { body: BODY }, 'headers'],
    ['a URL that is none', { headers: {}, url: 'hook' }, 'url'],
    ['a time that is none', { headers: {}, receivedAt: 'now' }, 'receivedAt'],
  ])('refuses %s', async (_name, body, path) => {
    const source = await stripeSource()
    expect(await verify(source, body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path }] },
    })
  })

  it('does not find the source of another tenant', async () => {
    const source = await stripeSource()
    const other = await posthorn.createTenant()
    expect(
      await posthorn.api.post(`${other.path}/sources/${source.id}/verify`, { headers: {}, body: BODY }),
    ).toEqual(problem(404, 'not_found', 'No source has this id: check the id and the tenant.'))
  })

  it.each(['read', 'publish'])('is not allowed with a %s key', async (role) => {
    const source = await stripeSource()
    const { body } = await posthorn.api.post<{ key: string }>(`${tenant.path}/keys`, { role })
    expect(await posthorn.api.as(body.key).post(pathOf(source), { headers: {}, body: BODY })).toEqual(
      problem(403, 'forbidden', `A key with the role "${role}" may not do this.`),
    )
  })
})
