import { createHmac, randomBytes } from 'node:crypto'
import {
  type InboundRequest,
  newId,
  type Page,
  type Source,
  type SourceVerification,
} from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { problem, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { squareWebhook, timedWebhook } from '../../../harness/providers/provider-signatures.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import {
  githubWebhook,
  type SignedWebhook,
  sendWebhook,
  standardWebhook,
  stripeWebhook,
} from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const GITHUB_SECRET = 'a secret of github'
const KEY = randomBytes(32).toString('base64')
const BODY = '{"id":"evt_1","type":"invoice.paid"}'
const MIB = 1024 * 1024

describe('verifying a request that was not received', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const stripeSource = (fields: object = {}) =>
    tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET], ...fields })
  const githubSource = (fields: object = {}) =>
    tenant.source({ name: 'github', provider: 'github', secrets: [GITHUB_SECRET], ...fields })
  const pathOf = ({ id }: Source) => `${tenant.path}/sources/${id}/verify`

  const verify = (source: Source, body: object): Promise<Reply<SourceVerification>> =>
    posthorn.api.post(pathOf(source), body)

  async function verified(source: Source, { headers, body }: SignedWebhook, more: object = {}) {
    const content = typeof body === 'string' ? { body } : { bodyBase64: Buffer.from(body).toString('base64') }
    const reply = await verify(source, { headers, ...content, ...more })
    expect(reply.status).toBe(200)
    return reply.body
  }

  const hintsOf = async (source: Source, webhook: SignedWebhook, more: object = {}) =>
    (await verified(source, webhook, more)).hints.map(({ code, confirmed }) => [code, confirmed])

  it('tells what a source would accept, with the signed bytes, the secret and the event', async () => {
    const source = await stripeSource({ secrets: ['whsec_new', SECRET] })
    const at = new Date(Date.now() - 60_000)
    const webhook = stripeWebhook(SECRET, BODY, at)
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
      () => stripeWebhook(SECRET, BODY, new Date(Date.now() - 3_600_000)),
      'The signed time is further in the past than the source tolerates. It is ',
    ],
    [
      'timestamp_too_new',
      () => stripeWebhook(SECRET, BODY, new Date(Date.now() + 3_600_000)),
      'The signed time is further in the future than the source tolerates. It is ',
    ],
    ['unreadable_body', () => stripeWebhook(SECRET, 'not JSON'), 'The body cannot be read: expected JSON.'],
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
    expect(await verified(source, stripeWebhook(SECRET, BODY))).toMatchObject({
      verified: false,
      cause: 'source_disabled',
      hints: [],
    })
  })

  it('tells that the body is larger than the source allows', async () => {
    const source = await stripeSource({ bodyMaxBytes: 1024 })
    const webhook = stripeWebhook(SECRET, JSON.stringify({ id: 'evt_1', type: 'x'.repeat(1024) }))
    expect(await verified(source, webhook)).toMatchObject({ verified: false, cause: 'payload_too_large' })
  })

  it('verifies as at the time at which the request arrived', async () => {
    const source = await stripeSource()
    const at = new Date('2026-01-01T00:00:00Z')
    const webhook = stripeWebhook(SECRET, BODY, at)
    expect(await verified(source, webhook, { receivedAt: '2026-01-01T00:01:00Z' })).toMatchObject({
      verified: true,
      signedAt: '2026-01-01T00:00:00.000Z',
      clockDifferenceSeconds: 60,
    })
    expect(await hintsOf(source, webhook)).toEqual([['only_time_differs', true]])
  })

  it('verifies with the query of the URL that the provider called', async () => {
    const source = await tenant.source({ name: 'square', provider: 'square', secrets: [SECRET] })
    const url = `${source.ingestUrl}?a=1`
    const body = '{"event_id":"e-1","type":"a"}'
    expect(await verified(source, squareWebhook(SECRET, url, body), { url })).toMatchObject({
      verified: true,
      signedBytes: { text: url + body },
      event: { id: 'e-1' },
    })
  })

  it('tells that a request sets the webhook up, without the answer to it', async () => {
    const source = await tenant.source({ name: 'zoom', provider: 'zoom', secrets: [SECRET] })
    const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8' } })
    const result = await verified(source, timedWebhook('zoom', SECRET, body))
    expect(result).toMatchObject({ verified: true, handshake: true, event: null, eventCount: 0 })
    const answer = createHmac('sha256', SECRET).update('qgg8').digest('hex')
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
    const { headers } = stripeWebhook(SECRET, BODY)
    expect(await verified(source, { headers, body })).toMatchObject({
      cause: 'signature_mismatch',
      signedBytes: { length: 14, truncated: false },
    })
  })

  describe('finds', () => {
    it('a body that was parsed and written again', async () => {
      const source = await githubSource()
      const webhook = await githubWebhook(GITHUB_SECRET, BODY, { event: 'push', delivery: 'd-1' })
      const body = JSON.stringify(JSON.parse(BODY), null, 2)
      expect(await hintsOf(source, { ...webhook, body })).toEqual([['body_rewritten', true]])
    })

    it('a line break at the end of the body', async () => {
      const source = await stripeSource()
      const webhook = stripeWebhook(SECRET, BODY)
      expect(await hintsOf(source, { ...webhook, body: `${BODY}\n` })).toEqual([['body_line_breaks', true]])
    })

    it('a byte order mark', async () => {
      const source = await stripeSource()
      const webhook = stripeWebhook(SECRET, BODY)
      expect(await hintsOf(source, { ...webhook, body: `\ufeff${BODY}` })).toEqual([
        ['body_byte_order_mark', true],
      ])
    })

    it('a body in another character encoding', async () => {
      const source = await stripeSource()
      const webhook = stripeWebhook(SECRET, '{"type":"größe"}')
      const body = Buffer.from('{"type":"größe"}', 'latin1')
      expect(await hintsOf(source, { ...webhook, body })).toEqual([['body_encoding', true]])
    })

    it('a secret of which the sender uses another form', async () => {
      const source = await githubSource({ secrets: [`whsec_${KEY}`] })
      const webhook = await githubWebhook(KEY, BODY, { event: 'push', delivery: 'd-1' })
      expect(await hintsOf(source, webhook)).toEqual([['secret_encoding', true]])
    })

    it('the secret of another source of the tenant, and names it', async () => {
      const source = await stripeSource()
      const other = await stripeSource({ name: 'stripe-test', secrets: ['whsec_test'] })
      const { hints } = await verified(source, stripeWebhook('whsec_test', BODY))
      expect(hints).toEqual([
        {
          code: 'secret_of_other_source',
          message: expect.stringContaining('"stripe-test"'),
          confirmed: true,
          sourceId: other.id,
        },
      ])
    })

    it('no secret of another tenant', async () => {
      const source = await stripeSource()
      const other = await posthorn.createTenant()
      await other.source({ name: 'stripe', provider: 'stripe', secrets: ['whsec_of_other'] })
      expect(await hintsOf(source, stripeWebhook('whsec_of_other', BODY))).toEqual([])
    })

    it('a URL that a proxy has changed, and names it', async () => {
      const source = await tenant.source({ name: 'square', provider: 'square', secrets: [SECRET] })
      const url = 'https://hooks.example.com/square'
      const { hints } = await verified(source, squareWebhook(SECRET, url, BODY), { url })
      expect(hints).toEqual([
        { code: 'url_changed', message: expect.stringContaining(url), confirmed: true, url },
      ])
      await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { config: { publicUrl: url } })
      expect(await hintsOf(source, squareWebhook(SECRET, `${url}/`, BODY), { url })).toEqual([
        ['url_changed', true],
      ])
    })

    it('that test and live mode may be mixed up', async () => {
      const source = await stripeSource()
      const body = '{"id":"evt_1","type":"invoice.paid","livemode":false}'
      expect(await hintsOf(source, stripeWebhook('whsec_live', body))).toEqual([['test_or_live', false]])
    })

    it('headers that a proxy has renamed', async () => {
      const source = await stripeSource()
      const { headers, body } = stripeWebhook(SECRET, BODY)
      const renamed = { HTTP_STRIPE_SIGNATURE: headers['stripe-signature'] ?? '' }
      expect(await hintsOf(source, { headers: renamed, body })).toEqual([['header_names', true]])
    })

    it('a signature in capitals', async () => {
      const source = await githubSource()
      const { headers, body } = await githubWebhook(GITHUB_SECRET, BODY, { event: 'push', delivery: 'd-1' })
      const signature = headers['x-hub-signature-256']?.toUpperCase() ?? ''
      expect(
        await hintsOf(source, { body, headers: { ...headers, 'x-hub-signature-256': signature } }),
      ).toEqual([['signature_encoding', true]])
    })

    it('that the headers are those of another provider', async () => {
      const source = await githubSource()
      expect(await hintsOf(source, stripeWebhook(SECRET, BODY))).toEqual([['other_provider', false]])
    })

    it('a source without a key for the signature', async () => {
      const publicKey = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='
      const source = await tenant.source({ name: 'standard', provider: 'standard-webhooks', publicKey })
      expect(await hintsOf(source, standardWebhook(`whsec_${KEY}`, BODY, { id: 'msg_1' }))).toEqual([
        ['no_key_of_kind', false],
      ])
    })
  })

  it('never shows a secret, nor a signature that was not given', async () => {
    const source = await stripeSource({ secrets: [SECRET, 'whsec_old'] })
    const given = stripeWebhook(SECRET, BODY)
    const expected = given.headers['stripe-signature']?.split('v1=')[1] ?? ''
    const replies = [
      await verified(source, { ...given, body: `${BODY}\n` }),
      await verified(source, {
        body: BODY,
        headers: { 'stripe-signature': `t=1,v1=${'0'.repeat(64)}` },
      }),
      await verified(source, given),
    ]
    for (const text of [SECRET, 'whsec_old', expected]) expect(JSON.stringify(replies)).not.toContain(text)
  })

  it('stores nothing: the same request is accepted afterwards', async () => {
    const source = await stripeSource()
    const webhook = stripeWebhook(SECRET, BODY)
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

  describe('of a request that was recorded', () => {
    const rejectedOf = async (source: Source, webhook: SignedWebhook) => {
      expect((await sendWebhook(source.ingestUrl, webhook)).status).toBe(401)
      return waitUntil('the rejected request is recorded', async () => {
        const { body } = await posthorn.api.get<Page<InboundRequest>>(
          `${tenant.path}/sources/${source.id}/requests?outcome=rejected`,
        )
        return body.data[0]
      })
    }

    it('uses its original signatures, and the time at which it arrived', async () => {
      const source = await stripeSource({ toleranceSeconds: 1 })
      const webhook = stripeWebhook('whsec_other', BODY)
      const { id: requestId } = await rejectedOf(source, webhook)
      expect((await verify(source, { requestId })).body).toMatchObject({
        verified: false,
        cause: 'signature_mismatch',
        secretsTried: 1,
        signedBytes: { text: expect.stringMatching(/^\d+\..*invoice\.paid/) },
      })
      await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { secrets: [SECRET, 'whsec_other'] })
      const reply = await verify(source, { requestId })
      expect(reply.body).toMatchObject({
        verified: true,
        matchedSecret: { position: 1 },
        event: { type: 'stripe.invoice.paid', id: 'evt_1' },
      })
      const [, signature = ''] = webhook.headers['stripe-signature']?.split('v1=') ?? []
      expect(reply.text).not.toContain(signature)
    })

    it('is refused when only its headers are kept, and when it is of another source', async () => {
      const source = await stripeSource()
      const other = await stripeSource({ name: 'stripe-test' })
      const { id: requestId } = await rejectedOf(source, { body: BODY, headers: {} })
      expect(await verify(source, { requestId })).toMatchObject({ status: 409, body: { code: 'conflict' } })
      expect(await verify(other, { requestId })).toEqual(
        problem(404, 'not_found', 'No request has this id: check the id and the tenant.'),
      )
    })

    it('takes nothing else', async () => {
      const source = await stripeSource()
      const requestId = newId('request')
      expect(await verify(source, { requestId, headers: {} })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'requestId' }] },
      })
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
