import { createHmac } from 'node:crypto'
import type { InboundRequest, Page, RequestCause, Source } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import {
  githubWebhook,
  type SignedWebhook,
  sendWebhook,
  standardWebhook,
  stripeWebhook,
} from '../../../harness/webhooks.ts'

// A body that is valid for all three providers.
const BODY = '{"id":"evt_1","type":"order.paid","action":"paid"}'
const KEY = Buffer.alloc(32, 7)
const STANDARD_SECRET = `whsec_${KEY.toString('base64')}`
const ANOTHER_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`

interface Provider {
  secret: string
  signatureHeader: string
  webhook: (secret: string, body: string, at?: Date) => SignedWebhook | Promise<SignedWebhook>
  /** The libraries sign text only; this signs any bytes, at the current time. */
  signatureOf: (body: Uint8Array, headers: Record<string, string>) => string
}

const nowSeconds = () => Math.floor(Date.now() / 1000)

const PROVIDERS: Record<string, Provider> = {
  stripe: {
    secret: 'whsec_of_stripe',
    signatureHeader: 'stripe-signature',
    webhook: stripeWebhook,
    signatureOf(body) {
      const time = nowSeconds()
      const hmac = createHmac('sha256', 'whsec_of_stripe').update(`${time}.`).update(body)
      return `t=${time},v1=${hmac.digest('hex')}`
    },
  },
  github: {
    secret: 'a secret of github',
    signatureHeader: 'x-hub-signature-256',
    webhook: (secret, body) => githubWebhook(secret, body, { event: 'order', delivery: 'd-1' }),
    signatureOf: (body) => `sha256=${createHmac('sha256', 'a secret of github').update(body).digest('hex')}`,
  },
  'standard-webhooks': {
    secret: STANDARD_SECRET,
    signatureHeader: 'webhook-signature',
    webhook: (secret, body, at) =>
      standardWebhook(secret, body, { id: 'msg_1', ...(at === undefined ? {} : { at }) }),
    signatureOf(body, headers) {
      const prefix = `${headers['webhook-id']}.${headers['webhook-timestamp']}.`
      return `v1,${createHmac('sha256', KEY).update(prefix).update(body).digest('base64')}`
    },
  },
}

const DETAILS: Partial<Record<RequestCause, string>> = {
  missing_header: 'A header that the signature needs is missing.',
  malformed_header: 'The signature headers are not in the form of the provider.',
  signature_mismatch: 'No signature in the request matches a secret of the source.',
  timestamp_too_old: 'The signed time is further in the past than the source tolerates.',
  timestamp_too_new: 'The signed time is further in the future than the source tolerates.',
}

type Break = (valid: SignedWebhook, header: string) => SignedWebhook

const withSignature =
  (change: (signature: string) => string): Break =>
  ({ body, headers }, header) => ({ body, headers: { ...headers, [header]: change(headers[header] ?? '') } })
const withBody =
  (body: string | Uint8Array): Break =>
  ({ headers }) => ({ headers, body })
const lastCharacterChanged = (text: string) => text.replace(/.(?==?$)/, (last) => (last === '0' ? '4' : '0'))

const BREAKS: [name: string, cause: RequestCause, brk: Break][] = [
  [
    'without a signature',
    'missing_header',
    ({ body, headers }, header) => {
      const { [header]: _signature, ...others } = headers
      return { body, headers: others }
    },
  ],
  ['with an empty signature', 'malformed_header', withSignature(() => '')],
  ['with a blank signature', 'malformed_header', withSignature(() => '   ')],
  ['with a malformed signature', 'malformed_header', withSignature(() => 'garbage')],
  ['with a truncated signature', 'malformed_header', withSignature((text) => text.slice(0, -5))],
  ['with half a signature', 'malformed_header', withSignature((text) => text.slice(0, text.length / 2))],
  ['with text after the signature', 'malformed_header', withSignature((text) => `${text}zz`)],
  ['with non-ASCII in the signature', 'malformed_header', withSignature((text) => `${text}é`)],
  ['with a signature of 9 kB', 'malformed_header', withSignature((text) => text.padEnd(9000, 'a'))],
  [
    'with a signature whose last character differs',
    'signature_mismatch',
    withSignature(lastCharacterChanged),
  ],
  ['with one more blank in the body', 'signature_mismatch', withBody(`${BODY} `)],
  ['with another body', 'signature_mismatch', withBody(BODY.replace('paid', 'void'))],
  ['without a body', 'signature_mismatch', withBody('')],
  [
    'with a body that is not UTF-8, signed for another body',
    'signature_mismatch',
    withBody(Uint8Array.of(0xff, 0xfe, 0x00, 0xc3, 0x28)),
  ],
  ['with a body that is not JSON, signed for another body', 'signature_mismatch', withBody('{"id":')],
]

/** A 401 with the cause, a line in the list of requests, and no event. */
const refused = (cause: RequestCause) => ({
  answer: problem(401, 'invalid_signature', DETAILS[cause]),
  requests: [['rejected', cause]],
  events: 0,
})

describe('a webhook', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant

  async function sourceOf(provider: string, { secret }: Provider): Promise<Source> {
    tenant = await posthorn.createTenant()
    return tenant.source({ name: provider, provider, secrets: [secret] })
  }

  /** What the tenant sees afterwards: how each request ended, newest first, and the number of events. */
  async function recorded({ id }: Source) {
    const requests = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
    const events = await posthorn.api.get<Page<unknown>>(`${tenant.path}/events`)
    return {
      requests: requests.body.data.map(({ outcome, cause }) => [outcome, cause]),
      events: events.body.data.length,
    }
  }

  async function sent(source: Source, webhook: SignedWebhook) {
    const answer = await sendWebhook(source.ingestUrl, webhook)
    return { answer, ...(await recorded(source)) }
  }

  describe.each(Object.entries(PROVIDERS))('from %s', (name, provider) => {
    it('is accepted unchanged', async () => {
      const source = await sourceOf(name, provider)
      const valid = await provider.webhook(provider.secret, BODY)
      const own = provider.signatureOf(Buffer.from(BODY), valid.headers)
      expect(valid.headers[provider.signatureHeader]).toContain(own.split('v1=').at(-1))

      expect(await sendWebhook(source.ingestUrl, valid)).toEqual(
        reply(202, { status: 'accepted', eventId: idOf('evt') }),
      )
      expect(await recorded(source)).toEqual({ requests: [['accepted', null]], events: 1 })
    })

    it.each(BREAKS)('is refused %s: %s', async (_name, cause, brk) => {
      const source = await sourceOf(name, provider)
      const valid = await provider.webhook(provider.secret, BODY)
      expect(await sent(source, brk(valid, provider.signatureHeader))).toEqual(refused(cause))
    })

    it('is refused when it is signed with the secret of another source', async () => {
      const source = await sourceOf(name, provider)
      const forged = await provider.webhook(ANOTHER_SECRET, BODY)
      expect(await sent(source, forged)).toEqual(refused('signature_mismatch'))
    })

    it.each([
      ['that is not UTF-8', Buffer.from(BODY.replace('paid', '\u00ff'), 'latin1'), 'expected UTF-8'],
      ['that begins with a byte order mark', Buffer.from(`\ufeff${BODY}`), 'expected JSON'],
      ['that is not JSON', Buffer.from('order=paid'), 'expected JSON'],
      ['that is cut off', Buffer.from(BODY.slice(0, -1)), 'expected JSON'],
      ['that is empty', Buffer.alloc(0), 'expected JSON'],
      [
        'nested 101 levels deep',
        Buffer.from(`${'['.repeat(101)}${']'.repeat(101)}`),
        'expected at most 100 levels of nesting',
      ],
    ])('is unreadable, though correctly signed, with a body %s', async (_name, body, expected) => {
      const source = await sourceOf(name, provider)
      const { headers } = await provider.webhook(provider.secret, BODY)
      const signed = {
        body,
        headers: { ...headers, [provider.signatureHeader]: provider.signatureOf(body, headers) },
      }

      expect(await sendWebhook(source.ingestUrl, signed)).toEqual(
        problem(400, 'unreadable_payload', `The body cannot be read: ${expected}.`),
      )
      expect(await recorded(source)).toEqual({ requests: [['rejected', 'unreadable_body']], events: 0 })
    })

    it.each([['text/plain'], ['application/octet-stream'], ['nonsense;;;'], ['é'], ['']])(
      'is accepted under the content type "%s": the signature covers bytes only',
      async (contentType) => {
        const source = await sourceOf(name, provider)
        const { body, headers } = await provider.webhook(provider.secret, BODY)

        const answer = await sendWebhook(source.ingestUrl, {
          body,
          headers: { ...headers, 'content-type': contentType },
        })
        expect(answer).toEqual(reply(202, { status: 'accepted', eventId: idOf('evt') }))
      },
    )
  })

  describe.each(['stripe', 'standard-webhooks'])('from %s, whose signatures carry a time,', (name) => {
    const provider = PROVIDERS[name] as Provider

    it.each<[string, number, RequestCause]>([
      ['six minutes ago', -360, 'timestamp_too_old'],
      ['a day ago', -86_400, 'timestamp_too_old'],
      ['in 1970', -nowSeconds() + 1, 'timestamp_too_old'],
      ['six minutes ahead', 360, 'timestamp_too_new'],
      ['a year ahead', 31_536_000, 'timestamp_too_new'],
    ])('is refused when it was signed %s', async (_when, seconds, cause) => {
      const source = await sourceOf(name, provider)
      const at = new Date(Date.now() + seconds * 1000)
      const webhook = await provider.webhook(provider.secret, BODY, at)
      expect(await sent(source, webhook)).toEqual(refused(cause))
    })

    it.each([
      ['four minutes ago', -240],
      ['four minutes ahead', 240],
    ])('is accepted when it was signed %s', async (_when, seconds) => {
      const source = await sourceOf(name, provider)
      const at = new Date(Date.now() + seconds * 1000)
      const answer = await sendWebhook(source.ingestUrl, await provider.webhook(provider.secret, BODY, at))
      expect(answer).toEqual(reply(202, { status: 'accepted', eventId: idOf('evt') }))
    })

    it('is accepted with a slash at the end of the URL, as the same request', async () => {
      const source = await sourceOf(name, provider)
      const webhook = await provider.webhook(provider.secret, BODY)
      const answer = await sendWebhook(`${source.ingestUrl}/`, webhook)
      expect(answer).toEqual(reply(202, { status: 'accepted', eventId: idOf('evt') }))
      expect((await sendWebhook(source.ingestUrl, webhook)).status).toBe(200)
    })

    it('may be as old as the source tolerates', async () => {
      const source = await sourceOf(name, provider)
      await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { toleranceSeconds: 3600 })
      const hourly = await provider.webhook(provider.secret, BODY, new Date(Date.now() - 3_000_000))
      expect((await sendWebhook(source.ingestUrl, hourly)).status).toBe(202)
    })
  })
  // Node.js reads at most 16 KiB of headers, and emits no request for more.
  it('is refused, as a problem, with a signature of 100 kB', async () => {
    const provider = PROVIDERS['stripe'] as Provider
    const source = await sourceOf('stripe', provider)
    const valid = await provider.webhook(provider.secret, BODY)
    const padded = withSignature((text) => text.padEnd(100_000, 'a'))(valid, provider.signatureHeader)

    expect(await sent(source, padded)).toEqual({
      answer: problem(
        431,
        'headers_too_large',
        'The URL and the headers of the request are larger than 16 KiB together.',
      ),
      requests: [],
      events: 0,
    })
  })
})
