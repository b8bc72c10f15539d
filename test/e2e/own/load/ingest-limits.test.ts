import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { InboundRequest, Page, Source } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { githubWebhook, sendWebhook, standardWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const MIB = 1024 * 1024
const STRIPE_SECRET = 'whsec_of_stripe'
const STANDARD_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

const stripeEvent = (id: string, padding = '') => JSON.stringify({ id, type: 'order.paid', padding })
/** A Stripe event of exactly this size. */
const stripeEventOf = (bytes: number) => stripeEvent('evt_1', 'x'.repeat(bytes - stripeEvent('evt_1').length))

/** Sends parts of a request, and reads the reply. */
async function sendByHand(
  url: string,
  { headers, chunks }: { headers: Record<string, string | number>; chunks: Buffer[] },
): Promise<Reply<unknown>> {
  const outgoing = httpRequest(url, { method: 'POST', headers, agent: false })
  outgoing.on('error', () => {}) // The reply may arrive and the connection end before everything is sent.
  outgoing.flushHeaders()
  for (const chunk of chunks) outgoing.write(chunk)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const body = await text(response)
  outgoing.destroy()
  const replyHeaders = response.headers as Record<string, string>
  return { status: response.statusCode ?? 0, headers: replyHeaders, text: body, body: JSON.parse(body) }
}

const minute = () => Math.floor(Date.now() / 60_000)

describe('ingest', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'ingest'], env: { INGEST_BODY_MAX_MIB: '1' } })
  })
  afterAll(() => posthorn.stop())

  async function stripeSource(): Promise<Source> {
    tenant = await posthorn.createTenant()
    return tenant.source({ name: 'stripe', provider: 'stripe', secrets: [STRIPE_SECRET] })
  }

  async function requestsOf({ id }: Source): Promise<InboundRequest[]> {
    const page = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
    return page.body.data
  }

  const accepted = reply(202, { status: 'accepted', eventId: idOf('evt') })
  const tooLarge = problem(413, 'payload_too_large', 'The body is larger than this path takes.')

  it.each([
    ['an id of no source', 'src_01h455vb4pex5vsknk084sn02q'],
    ['an id of another kind', 'ep_01h455vb4pex5vsknk084sn02q'],
    ['no id', 'nonsense'],
    ['a hostile id', encodeURIComponent("' OR 1=1; --\0")],
  ])('has no source under %s', async (_name, id) => {
    const url = `${posthorn.service('ingest').url}/webhooks/${id}`
    expect(await sendWebhook(url, stripeWebhook(STRIPE_SECRET, stripeEvent('evt_1')))).toEqual(
      problem(404, 'not_found', 'There is no source at this URL.'),
    )
  })

  it('returns 404 for a deleted source', async () => {
    const source = await stripeSource()
    expect((await posthorn.api.delete(`${tenant.path}/sources/${source.id}`)).status).toBe(204)

    const webhook = stripeWebhook(STRIPE_SECRET, stripeEvent('evt_1'))
    expect(await sendWebhook(source.ingestUrl, webhook)).toEqual(
      problem(404, 'not_found', 'There is no source at this URL.'),
    )
  })

  it('answers 410 for a disabled source, and accepts its webhooks again once it is enabled', async () => {
    const source = await stripeSource()
    const path = `${tenant.path}/sources/${source.id}`
    const webhook = stripeWebhook(STRIPE_SECRET, stripeEvent('evt_1'))

    await posthorn.api.patch(path, { enabled: false })
    expect(await sendWebhook(source.ingestUrl, webhook)).toEqual(
      problem(410, 'source_disabled', 'The source is disabled. Enable it, or stop sending to it.'),
    )
    await posthorn.api.patch(path, { enabled: true })
    expect(await sendWebhook(source.ingestUrl, webhook)).toEqual(accepted)
  })

  it('verifies with new secrets as soon as they are set', async () => {
    const source = await stripeSource()
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { secrets: ['whsec_new'] })

    expect(await sendWebhook(source.ingestUrl, stripeWebhook(STRIPE_SECRET, stripeEvent('evt_1')))).toEqual(
      problem(401, 'invalid_signature', 'No signature in the request matches a secret of the source.'),
    )
    expect(await sendWebhook(source.ingestUrl, stripeWebhook('whsec_new', stripeEvent('evt_1')))).toEqual(
      accepted,
    )
  })

  it.each([
    ['GET', 'POST'], // Stripe has no handshake.
    ['PUT', 'GET, POST'],
    ['PATCH', 'GET, POST'],
    ['DELETE', 'GET, POST'],
  ])('does not allow %s for webhooks', async (method, allowed) => {
    const { id } = await stripeSource()
    const response = await fetch(`${posthorn.service('ingest').url}/webhooks/${id}?a=b`, { method })
    expect([response.status, await response.json()]).toEqual([
      405,
      problem(405, 'method_not_allowed', `There is no ${method} /webhooks/${id}, only ${allowed}.`).body,
    ])
  })

  describe('with a limit of 1 MiB', () => {
    it('accepts a body of exactly that size', async () => {
      const source = await stripeSource()
      const webhook = stripeWebhook(STRIPE_SECRET, stripeEventOf(MIB))

      expect(await sendWebhook(source.ingestUrl, webhook)).toEqual(accepted)
      expect(await requestsOf(source)).toEqual([
        expect.objectContaining({ outcome: 'accepted', bodyBytes: MIB }),
      ])
    })

    it('accepts the same body in chunks, without a length', async () => {
      const source = await stripeSource()
      const { headers, body } = stripeWebhook(STRIPE_SECRET, stripeEventOf(MIB))
      const bytes = Buffer.from(body)
      const outgoing = httpRequest(source.ingestUrl, { method: 'POST', headers, agent: false })
      outgoing.write(bytes.subarray(0, 1000))
      outgoing.end(bytes.subarray(1000))
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
      expect([response.statusCode, JSON.parse(await text(response))]).toEqual([202, accepted.body])
    })

    it('refuses one byte more', async () => {
      const source = await stripeSource()
      const { headers, body } = stripeWebhook(STRIPE_SECRET, stripeEventOf(MIB + 1))
      const length = { 'content-length': MIB + 1 }

      const answer = await sendByHand(source.ingestUrl, {
        headers: { ...headers, ...length },
        chunks: [Buffer.from(body)],
      })
      expect(answer).toEqual(tooLarge)
      expect(await requestsOf(source)).toEqual([
        expect.objectContaining({ outcome: 'rejected', cause: 'payload_too_large', bodyBytes: MIB + 1 }),
      ])
    })

    it('refuses a larger announced length before the body arrives', async () => {
      const source = await stripeSource()
      const { headers } = stripeWebhook(STRIPE_SECRET, stripeEvent('evt_1'))

      const answer = await sendByHand(source.ingestUrl, {
        headers: { ...headers, 'content-length': 26_214_401 },
        chunks: [],
      })
      expect(answer).toEqual(tooLarge)
    })

    it('refuses a chunked body once it is too large, before it ends', async () => {
      const source = await stripeSource()
      const { headers, body } = stripeWebhook(STRIPE_SECRET, stripeEventOf(MIB + 1))

      const answer = await sendByHand(source.ingestUrl, { headers, chunks: [Buffer.from(body)] })
      expect(answer).toEqual(tooLarge)
      expect(await requestsOf(source)).toEqual([
        expect.objectContaining({ outcome: 'rejected', cause: 'payload_too_large', bodyBytes: 0 }),
      ])
    })
  })

  describe('answers unreadable_payload to a verified webhook', () => {
    it.each([
      [
        'without an id',
        { type: 'order.paid' },
        'Stripe: expected a string "id" of 1 to 256 visible ASCII characters.',
      ],
      [
        'without a type',
        { id: 'evt_1' },
        'Stripe: expected a string "type" of 1 to 256 characters, the type of the event.',
      ],
      ['that is an array', [], 'Stripe: expected a string "id" of 1 to 256 visible ASCII characters.'],
    ])('of Stripe %s', async (_name, body, detail) => {
      const source = await stripeSource()
      expect(await sendWebhook(source.ingestUrl, stripeWebhook(STRIPE_SECRET, JSON.stringify(body)))).toEqual(
        problem(400, 'unreadable_payload', detail),
      )
    })

    it.each([
      [
        'without X-GitHub-Event',
        { 'x-github-event': '' },
        'GitHub: expected the header X-GitHub-Event of 1 to 256 characters, the type of the event.',
      ],
      [
        'without X-GitHub-Delivery',
        { 'x-github-delivery': '' },
        'GitHub: expected the header X-GitHub-Delivery of 1 to 256 visible ASCII characters.',
      ],
      [
        'as a form without its field',
        { 'content-type': 'application/x-www-form-urlencoded' },
        'A GitHub form needs exactly one field "payload" with the event as JSON.',
      ],
    ])('of GitHub %s', async (_name, changed, detail) => {
      tenant = await posthorn.createTenant()
      const source = await tenant.source({ name: 'github', provider: 'github', secrets: ['secret'] })
      const { headers, body } = await githubWebhook('secret', '{}', { event: 'push', delivery: 'd-1' })
      expect(await sendWebhook(source.ingestUrl, { body, headers: { ...headers, ...changed } })).toEqual(
        problem(400, 'unreadable_payload', detail),
      )
    })
  })

  it('names the event of a Standard Webhooks message without a type "message"', async () => {
    tenant = await posthorn.createTenant()
    const source = await tenant.source({
      name: 'clerk',
      provider: 'standard-webhooks',
      secrets: [STANDARD_SECRET],
    })
    const answer = await sendWebhook(
      source.ingestUrl,
      standardWebhook(STANDARD_SECRET, '[1]', { id: 'msg_1' }),
    )
    expect(answer).toEqual(accepted)
    const event = await posthorn.api.get<{ type: string }>(`${tenant.path}/events/${answer.body.eventId}`)
    expect(event.body.type).toBe('clerk.message')
  })

  it('lists every request of a source with its outcome and cause, newest first', async () => {
    const source = await stripeSource()
    const path = `${tenant.path}/sources/${source.id}`
    const send = (secret: string, body: string, headers: Record<string, string> = {}) => {
      const webhook = stripeWebhook(secret, body)
      return sendWebhook(source.ingestUrl, { body, headers: { ...webhook.headers, ...headers } })
    }
    const first = await send(STRIPE_SECRET, stripeEvent('evt_1'), { 'user-agent': 'Stripe/1.0' })
    await send(STRIPE_SECRET, stripeEvent('evt_1'))
    await send('whsec_wrong', stripeEvent('evt_2'))
    await send(STRIPE_SECRET, '{}')
    await posthorn.api.patch(path, { enabled: false })
    await send(STRIPE_SECRET, stripeEvent('evt_3'))

    const one = {
      id: idOf('req'),
      sourceId: source.id,
      cause: null,
      eventId: null,
      contentType: 'application/json',
      userAgent: null,
      bodyBytes: stripeEvent('evt_1').length,
      receivedAt: TIME,
      matchedSecret: { position: 0, createdAt: TIME },
      reprocessedAt: null,
    }
    const { eventId } = first.body
    expect(await posthorn.api.get(`${path}/requests`)).toEqual(
      reply(200, {
        data: [
          { ...one, outcome: 'rejected', cause: 'source_disabled', matchedSecret: null },
          { ...one, outcome: 'rejected', cause: 'unreadable_body', bodyBytes: 2 },
          { ...one, outcome: 'rejected', cause: 'signature_mismatch', matchedSecret: null },
          { ...one, outcome: 'duplicate', eventId },
          { ...one, outcome: 'accepted', eventId, userAgent: 'Stripe/1.0' },
        ],
        nextCursor: null,
      }),
    )
  })

  it('keeps at most 60 rejected requests of a source per minute, since anyone can send them', async () => {
    const source = await stripeSource()
    const forged = stripeWebhook('whsec_wrong', stripeEvent('evt_1'))
    const begun = minute()
    for (let count = 0; count < 70; count++) await sendWebhook(source.ingestUrl, forged)
    const minutes = minute() - begun + 1

    const page = await posthorn.api.get<Page<InboundRequest>>(
      `${tenant.path}/sources/${source.id}/requests?limit=250`,
    )
    expect(page.body.data.length).toBeGreaterThanOrEqual(60)
    expect(page.body.data.length).toBeLessThanOrEqual(minutes === 1 ? 60 : 70)
  })
})
