import { createHmac, randomBytes } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME, TRACE_ID } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { type SignedWebhook, sendWebhook } from '../../../harness/webhooks.ts'

const KEY = Buffer.alloc(32, 7)
const STANDARD = { provider: 'standard-webhooks', secrets: [`whsec_${KEY.toString('base64')}`] }
const GITHUB_SECRET = "It's a Secret to Everybody"
const GITHUB = { provider: 'github', secrets: [GITHUB_SECRET] }
const STRIPE_SECRET = 'whsec_of_stripe'
const STRIPE = { provider: 'stripe', secrets: [STRIPE_SECRET] }

const FORM = 'application/x-www-form-urlencoded'
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

const nowSeconds = () => Math.floor(Date.now() / 1000)
/** Without a content type by default. */
const typed = (contentType: string | undefined): Record<string, string> =>
  contentType === undefined ? {} : { 'content-type': contentType }

/** Signed by hand: the libraries sign text only. */
function standardWebhook(body: Buffer, contentType?: string): SignedWebhook {
  const time = nowSeconds()
  const signature = createHmac('sha256', KEY).update(`msg_1.${time}.`).update(body).digest('base64')
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(time),
    'webhook-signature': `v1,${signature}`,
  }
  return { body, headers: { ...typed(contentType), ...headers } }
}

async function githubForm(body: string, contentType = FORM): Promise<SignedWebhook> {
  return {
    body,
    headers: {
      'content-type': contentType,
      'x-github-event': 'issues',
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': await sign(GITHUB_SECRET, body),
    },
  }
}

function stripeWebhook(body: Buffer, contentType: string): SignedWebhook {
  const time = nowSeconds()
  const signature = createHmac('sha256', STRIPE_SECRET).update(`${time}.`).update(body).digest('hex')
  return { body, headers: { 'content-type': contentType, 'stripe-signature': `t=${time},v1=${signature}` } }
}

describe('an inbound body', () => {
  const posthorn = sharedPosthorn()
  let receiver: Receiver
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  /**
   * Sends one webhook to a source, and returns what arrives at a raw and at an envelope endpoint, and the event in
   * the API.
   */
  async function relay(source: object, webhook: SignedWebhook) {
    receiver = await startReceiver()
    const { secret } = await tenant.endpoint({ url: `${receiver.url}/raw`, payloadFormat: 'raw' })
    await tenant.endpoint({ url: `${receiver.url}/envelope` })
    const { ingestUrl, id: sourceId } = await tenant.source({ name: 'source', ...source })
    const answer = await sendWebhook(ingestUrl, webhook)
    expect(answer).toEqual(reply(202, { status: 'accepted', eventId: idOf('evt') }))
    const received = await receiver.waitFor(2)
    await receiver.close()

    const raw = received.find(({ path }) => path === '/raw')
    const envelope = received.find(({ path }) => path === '/envelope')
    if (raw === undefined || envelope === undefined) throw new Error('a request is missing')
    const event = await posthorn.api.get(`${tenant.path}/events/${answer.body.eventId}`)
    return { raw, envelope, event, id: answer.body.eventId, sourceId, secret }
  }

  /** What an envelope endpoint and the API show for this JSON text as data. */
  async function expectData(
    relayed: Awaited<ReturnType<typeof relay>>,
    type: string,
    data: string,
    stored: { headers?: Record<string, string> } = {},
  ) {
    const { envelope, event, id, sourceId } = relayed
    const { timestamp } = JSON.parse(envelope.body.toString()) as { timestamp: string }
    expect(envelope.headers['content-type']).toBe('application/json')
    expect(envelope.body.toString()).toBe(
      `{"id":"${id}","type":"${type}","timestamp":"${timestamp}","data":${data}}`,
    )
    const shown = {
      id,
      type,
      timestamp,
      externalId: expect.any(String),
      sourceId,
      createdAt: TIME,
      expired: false,
      traceId: TRACE_ID,
      ...stored,
      data: JSON.parse(data),
    }
    expect(event).toEqual(reply(200, shown))
    expect(event.text.endsWith(`,"data":${data}}`)).toBe(true)
  }

  const storedRaw = async () => {
    const [row] = await posthorn.database.query<{ raw: Buffer | null }>(
      'SELECT raw FROM events WHERE tenant_id = $1',
      [tenant.id],
    )
    return row?.raw
  }

  describe('that is not JSON arrives byte for byte at a raw endpoint, with its content type,', () => {
    it.each<[string, string, Buffer, 'utf-8' | 'base64']>([
      ['a form', FORM, Buffer.from('From=%2B49&Body=Gr%C3%B6%C3%9Fe+%26&From=2'), 'utf-8'],
      ['text', 'text/plain; charset=utf-8', Buffer.from('"Größe"\r\n\t💥'), 'utf-8'],
      ['XML with a byte order mark', 'application/xml', Buffer.from('\ufeff<a b="c"/>'), 'utf-8'],
      ['JSON lines', 'application/x-ndjson', Buffer.from('{"a":1}\n{"a":2}\n'), 'utf-8'],
      ['an empty body', 'text/plain', Buffer.alloc(0), 'utf-8'],
      ['every byte value', 'application/octet-stream', EVERY_BYTE, 'base64'],
      ['every byte value, declared as text', 'text/plain; charset=latin1', EVERY_BYTE, 'base64'],
      ['UTF-8 that is cut off', 'text/plain', Buffer.from('Größe').subarray(0, 3), 'base64'],
      ['a NUL', 'text/plain', Buffer.from('a\0b'), 'base64'],
      [
        'several parts',
        `Multipart/Form-Data; boundary="${'b'.repeat(70)}"; note="${'n'.repeat(600)}"`,
        Buffer.from('--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'),
        'utf-8',
      ],
    ])('and as text or base64 at an envelope endpoint: %s', async (_name, contentType, body, encoding) => {
      const relayed = await relay(STANDARD, standardWebhook(body, contentType))

      expect(relayed.raw.body).toEqual(body)
      expect(relayed.raw.headers).toMatchObject({
        'content-type': contentType,
        'content-length': String(body.length),
        'x-webhook-event': 'source.message',
      })
      const data = { contentType, encoding, body: body.toString(encoding) }
      expect(Buffer.from(data.body, encoding)).toEqual(body)
      await expectData(relayed, 'source.message', JSON.stringify(data))
    })

    it('even at the maximum size', async () => {
      const body = randomBytes(5 * 1024 * 1024)
      const relayed = await relay(STANDARD, standardWebhook(body, 'application/zip'))

      expect(relayed.raw.body.equals(body)).toBe(true)
      const { data } = JSON.parse(relayed.envelope.body.toString()) as { data: { body: string } }
      expect(data).toEqual({ contentType: 'application/zip', encoding: 'base64', body: expect.any(String) })
      expect(Buffer.from(data.body, 'base64').equals(body)).toBe(true)
    })
  })

  it('is signed as the bytes that are sent', async () => {
    const { raw, secret } = await relay(STANDARD, standardWebhook(EVERY_BYTE, 'application/octet-stream'))
    const signed = [raw.headers['webhook-id'], raw.headers['webhook-timestamp'], ''].join('.')
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const signature = createHmac('sha256', key).update(signed).update(EVERY_BYTE).digest('base64')
    expect(raw.headers['webhook-signature']).toBe(`v1,${signature}`)
  })

  describe('of GitHub that is form-encoded', () => {
    const JSON_TEXT = '{ "action":"opened", "id":12345678901234567890, "title":"50% + Größe & \\u00e9" }'

    it.each([FORM, `${FORM}; charset=UTF-8`])(
      'as %s arrives unchanged at a raw endpoint; the event is the JSON in its field payload, byte for byte',
      async (contentType) => {
        const body = `payload=${encodeURIComponent(JSON_TEXT).replaceAll('%20', '+')}`
        const relayed = await relay(GITHUB, await githubForm(body, contentType))

        expect(relayed.raw.body.toString()).toBe(body)
        expect(relayed.raw.headers['content-type']).toBe(contentType)
        await expectData(relayed, 'source.issues.opened', JSON_TEXT, {
          headers: { 'x-github-event': 'issues', 'x-github-delivery': 'd-1' },
        })
      },
    )

    it('is the same event when it is sent again', async () => {
      const body = `payload=${encodeURIComponent(JSON_TEXT)}`
      const { ingestUrl } = await tenant.source({ name: 'github', ...GITHUB })
      const first = await sendWebhook(ingestUrl, await githubForm(body))
      expect(await sendWebhook(ingestUrl, await githubForm(body))).toEqual(
        reply(200, { status: 'already_processed', eventId: first.body.eventId }),
      )
    })

    it.each([
      ['a=1', 'A GitHub form needs exactly one field "payload" with the event as JSON.'],
      ['payload={}&payload={}', 'A GitHub form needs exactly one field "payload" with the event as JSON.'],
      ['payload=text', 'The body cannot be read: expected JSON.'],
      ['payload=%22%FF%22', 'The body cannot be read: expected UTF-8.'],
    ])('is unreadable as %j', async (body, detail) => {
      const { ingestUrl } = await tenant.source({ name: 'github', ...GITHUB })
      expect(await sendWebhook(ingestUrl, await githubForm(body))).toEqual(
        problem(400, 'unreadable_payload', detail),
      )
    })
  })

  describe('that is JSON is the data itself, and is stored once,', () => {
    it.each([
      ['application/json', '{"type":"a.b","n":1.10}', 'source.a.b'],
      ['application/cloudevents+json; charset=utf-8', '{"type":"a.b"}', 'source.a.b'],
      ['text/plain;charset=UTF-8', '{"type":"a.b"}', 'source.a.b'],
      [FORM, ' {"type":"a.b"}\n', 'source.a.b'],
      ['application/octet-stream', '[12345678901234567890]', 'source.message'],
      ['application/json', '"text"', 'source.message'],
    ])('under the content type %s: %s', async (contentType, text, type) => {
      const relayed = await relay(STANDARD, standardWebhook(Buffer.from(text), contentType))

      expect(relayed.raw.body.toString()).toBe(text)
      expect(relayed.raw.headers['content-type']).toBe(contentType)
      await expectData(relayed, type, text)
      expect(await storedRaw()).toBeNull()
    })

    it('and gets the content type application/json when the sender has not set one', async () => {
      const relayed = await relay(STANDARD, standardWebhook(Buffer.from('{"type":"a"}')))
      expect(relayed.raw.headers['content-type']).toBe('application/json')
      await expectData(relayed, 'source.a', '{"type":"a"}')
    })
  })

  describe('is unreadable', () => {
    const unreadable = (what: string) =>
      problem(400, 'unreadable_payload', `The body cannot be read: expected ${what}.`)

    it.each([
      ['a byte order mark', 'application/json', Buffer.from('\ufeff{}'), 'JSON'],
      [
        'bytes that are not UTF-8',
        'application/json; charset=utf-8',
        Buffer.from([0x22, 0xff, 0x22]),
        'UTF-8',
      ],
      ['text', 'application/vnd.api+json', Buffer.from('hello'), 'JSON'],
      ['text without a content type', undefined, Buffer.from('hello'), 'JSON'],
    ])('when it is declared as JSON and has %s (%s)', async (_name, contentType, body, expected) => {
      const { ingestUrl } = await tenant.source({ name: 'source', ...STANDARD })
      expect(await sendWebhook(ingestUrl, standardWebhook(body, contentType))).toEqual(unreadable(expected))
    })

    it.each([
      ['a form', FORM, Buffer.from('id=evt_1&type=a'), 'JSON'],
      ['binary', 'application/octet-stream', EVERY_BYTE, 'UTF-8'],
    ])(
      'when it is %s and comes from Stripe, which sends JSON only',
      async (_name, contentType, body, expected) => {
        const { ingestUrl } = await tenant.source({ name: 'source', ...STRIPE })
        expect(await sendWebhook(ingestUrl, stripeWebhook(body, contentType))).toEqual(unreadable(expected))
      },
    )
  })
})
