import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fetchedKeySamples } from '../../testing/samples/fetched-keys.ts'
import { SAMPLE_SECONDS } from '../../testing/samples/provider-sample.ts'
import { configOf, requestOf } from '../../testing/samples/send-sample.ts'
import { type ProviderName, providerOf } from '../catalogue.ts'
import type { Headers, ProviderConfig } from '../provider.ts'
import { findHints, type OtherSource, TRIED_BYTES_MAX } from './find-hints.ts'
import type { Hint } from './hint.ts'
import type { TriedRequest } from './trial.ts'
import { verifyWhole } from './verify-whole.ts'

const SECRET = 'a-secret'
const now = new Date(SAMPLE_SECONDS * 1000)

interface Given {
  provider: ProviderName
  headers: Headers
  body: string | Buffer
  secrets?: string[]
  url?: string
  config?: ProviderConfig
  otherSources?: OtherSource[]
  at?: Date
}

async function hintsOf(given: Given): Promise<Hint[]> {
  const { provider: name, secrets = [SECRET], url = 'https://hooks.example.com/webhooks/src_1' } = given
  const provider = providerOf(name)
  const config = provider.config.parse(given.config ?? {})
  const request: TriedRequest = {
    headers: given.headers,
    method: 'POST',
    url,
    config,
    body: Buffer.from(given.body),
    keys: provider.keysOf(secrets, config),
    now: given.at ?? now,
  }
  const verification = await verifyWhole(provider, { ...request, toleranceSeconds: 300 })
  if (verification.verified) return []
  const { cause } = verification
  const pause = async () => {}
  return findHints({ provider: name, cause, request, otherSources: given.otherSources ?? [], pause })
}

const hmacOf = (body: string | Buffer, key: string | Buffer = SECRET) =>
  createHmac('sha256', key).update(body)
const github = (signed: string | Buffer, key?: string | Buffer): Headers => ({
  'content-type': 'application/json',
  'x-hub-signature-256': `sha256=${hmacOf(signed, key).digest('hex')}`,
})
const stripe = (body: string, key = SECRET, seconds = SAMPLE_SECONDS): Headers => ({
  'stripe-signature': `t=${seconds},v1=${hmacOf(`${seconds}.${body}`, key).digest('hex')}`,
})
const codesOf = (hints: Hint[]) => hints.map(({ code, confirmed }) => [code, confirmed])

const VALUE = { text: 'Größe </a> & "\\"', list: [1, [], {}], link: 'https://example.com/a', n: null }
const SENT = JSON.stringify(VALUE)
const ASCII = SENT.replaceAll('ö', '\\u00f6').replaceAll('ß', '\\u00df')

describe('the mistake of a body', () => {
  it.each<[name: string, signed: string, received: string, words: string]>([
    ['written indented', SENT, JSON.stringify(VALUE, null, 2), 'without white space'],
    ['written compact', JSON.stringify(VALUE, null, 2), SENT, 'indented by 2 spaces'],
    ['of 4 spaces', JSON.stringify(VALUE, null, 4), SENT, 'indented by 4 spaces'],
    ['of tabs', JSON.stringify(VALUE, null, '\t'), SENT, 'indented by tabs'],
    [
      'with spaces',
      '{"a": [1, 2], "b": {}}',
      '{"a":[1,2],"b":{}}',
      'with a space after each comma and colon',
    ],
    ['with escapes', ASCII, SENT, 'without white space, with other than ASCII characters as \\uXXXX'],
    ['without escapes', SENT, ASCII, 'without white space'],
    ['with slashes', SENT.replaceAll('/', '\\/'), SENT, 'without white space, with slashes as \\/'],
    [
      'with slashes and escapes',
      ASCII.replaceAll('/', '\\/'),
      SENT,
      'without white space, with slashes as \\/ and other than ASCII characters as \\uXXXX',
    ],
    [
      'with HTML escaped',
      SENT.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026'),
      SENT,
      'without white space, with <, > and & as \\uXXXX',
    ],
    [
      'with long numbers',
      '{"a":1.0,"b":12345678901234567890}',
      '{ "a": 1.0, "b": 12345678901234567890 }',
      'without white space',
    ],
  ])('%s is found', async (_name, signed, received, words) => {
    expect(await hintsOf({ provider: 'github', headers: github(signed), body: received })).toEqual([
      {
        code: 'body_rewritten',
        message: `The signature matches the same JSON ${words}: something has parsed and rewritten the body. Pass the bytes of the body on unchanged.`,
        confirmed: true,
      },
    ])
  })

  it.each<[name: string, code: string, signed: string | Buffer, received: string | Buffer]>([
    ['a line break added', 'body_line_breaks', SENT, `${SENT}\n`],
    ['a line break removed', 'body_line_breaks', `${SENT}\n`, SENT],
    ['a CRLF removed', 'body_line_breaks', `${SENT}\r\n`, SENT],
    ['LF for CRLF', 'body_line_breaks', 'a\r\nb', 'a\nb'],
    ['CRLF for LF', 'body_line_breaks', 'a\nb', 'a\r\nb'],
    ['a byte order mark added', 'body_byte_order_mark', SENT, `\ufeff${SENT}`],
    ['a byte order mark removed', 'body_byte_order_mark', `\ufeff${SENT}`, SENT],
    ['UTF-8 read as Latin-1', 'body_encoding', 'größe', Buffer.from(Buffer.from('größe').toString('latin1'))],
    ['UTF-8 written as Latin-1', 'body_encoding', 'größe', Buffer.from('größe', 'latin1')],
  ])('is found: %s', async (_name, code, signed, body) => {
    expect(codesOf(await hintsOf({ provider: 'github', headers: github(signed), body }))).toEqual([
      [code, true],
    ])
  })

  it('is found in a form whose spaces were rewritten', async () => {
    const headers = { ...github('a=b+c'), 'content-type': 'application/x-www-form-urlencoded' }
    expect(codesOf(await hintsOf({ provider: 'github', headers, body: 'a=b%20c' }))).toEqual([
      ['body_rewritten', true],
    ])
  })

  it.each(['another body', '{"a":2}', '', '{"a":', '"', '{"a":"\\'])(
    'is not found when the body is another: %j',
    async (body) => {
      expect(await hintsOf({ provider: 'github', headers: github('{"a":1}'), body })).toEqual([])
    },
  )

  it.each([
    ['nested deeply', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['of many elements, nested 100 levels', `${'['.repeat(99)}${'1,'.repeat(30_000)}1${']'.repeat(99)}`],
    ['of one long string', JSON.stringify('é/'.repeat(16_000))],
    ['of many strings', JSON.stringify(Array.from({ length: 12_000 }, () => 'é'))],
  ])('takes bounded work to be looked for in JSON %s', async (_name, body) => {
    let longestMs = 0
    let last = performance.now()
    const pause = async () => {
      longestMs = Math.max(longestMs, performance.now() - last)
      last = performance.now()
    }
    const keys = providerOf('github').keysOf(Array.from({ length: 10 }, (_, index) => `secret-${index}`))
    const request = {
      headers: github('other'),
      method: 'POST',
      url: '',
      config: {},
      body: Buffer.from(body),
      keys,
      now,
    }
    const cause = 'signature_mismatch'
    expect(await findHints({ provider: 'github', cause, request, otherSources: [], pause })).toEqual([])
    // A slice takes a few milliseconds; the bound is that of the event loop with room for a busy machine.
    expect(longestMs).toBeLessThan(500)
  })

  it('is not looked for in a body of more than 64 KiB', async () => {
    const text = 'x'.repeat(TRIED_BYTES_MAX)
    const sent = { provider: 'github', headers: github(text) } as const
    expect(await hintsOf({ ...sent, body: `${text}\n` })).toEqual([])
    const smaller = text.slice(1)
    expect(
      codesOf(await hintsOf({ provider: 'github', headers: github(smaller), body: `${smaller}\n` })),
    ).toEqual([['body_line_breaks', true]])
  })
})

describe('the mistake of a secret', () => {
  const bytes = randomBytes(32)
  it.each<[name: string, secret: string, key: string | Buffer]>([
    ['white space', ' a-secret', 'a-secret'],
    ['base64', bytes.toString('base64'), bytes],
    ['base64 without padding', bytes.toString('base64').replace('=', ''), bytes],
    ['base64url', bytes.toString('base64url'), bytes],
    ['hex', bytes.toString('hex'), bytes],
    ['base64 after a prefix', `whsec_${bytes.toString('base64')}`, bytes],
    ['a prefix', 'whsec_abc', 'abc'],
  ])('is found: a text that stands for other bytes, by %s', async (_name, secret, key) => {
    const hints = await hintsOf({
      provider: 'github',
      headers: github(SENT, key),
      body: SENT,
      secrets: [secret],
    })
    expect(codesOf(hints)).toEqual([['secret_encoding', true]])
    expect(JSON.stringify(hints)).not.toContain(secret.trim())
  })

  it.each<[name: string, provider: ProviderName, config: ProviderConfig, secret: string, key: string]>([
    [
      'the base64 after whsec_',
      'standard-webhooks',
      {},
      `whsec_${bytes.toString('base64')}`,
      bytes.toString('base64'),
    ],
    [
      'all of whsec_',
      'standard-webhooks',
      {},
      `whsec_${bytes.toString('base64')}`,
      `whsec_${bytes.toString('base64')}`,
    ],
    ['hex', 'hmac', { header: 'x', secretEncoding: 'hex' }, bytes.toString('hex'), bytes.toString('hex')],
  ])('is found: bytes that the sender uses as text, %s', async (_name, provider, config, secret, key) => {
    const signed = provider === 'hmac' ? SENT : `msg_1.${SAMPLE_SECONDS}.${SENT}`
    const hmac = hmacOf(signed, key)
    const headers: Headers =
      provider === 'hmac'
        ? { x: hmac.digest('hex') }
        : {
            'webhook-id': 'msg_1',
            'webhook-timestamp': String(SAMPLE_SECONDS),
            'webhook-signature': `v1,${hmac.digest('base64')}`,
          }
    expect(codesOf(await hintsOf({ provider, config, headers, body: SENT, secrets: [secret] }))).toEqual([
      ['secret_encoding', true],
    ])
  })

  it('is found among the secrets of other sources', async () => {
    const otherSources = ['first', 'second'].map((name) => ({
      id: `src_${name}`,
      name,
      keys: providerOf('github').keysOf([`of ${name}`]),
    }))
    const given = {
      provider: 'github',
      headers: github(SENT, 'of second'),
      body: SENT,
      otherSources,
    } as const
    expect(await hintsOf({ ...given, otherSources })).toEqual([
      {
        code: 'secret_of_other_source',
        message:
          'The signature matches a secret of the source "second": compare the URL at the provider with the ingestUrl of the source.',
        sourceId: 'src_second',
        confirmed: true,
      },
    ])
  })

  it.each([
    ['{"livemode":false}', 'The event is of test mode'],
    ['{ "livemode" : true }', 'The event is of live mode'],
  ])('may be the mode of Stripe: %s', async (body, words) => {
    expect(await hintsOf({ provider: 'stripe', headers: stripe(body, 'other'), body })).toEqual([
      { code: 'test_or_live', message: expect.stringContaining(words), confirmed: false },
    ])
  })

  it('may be the environment of PayPal', async () => {
    const sample = fetchedKeySamples.find(({ provider }) => provider === 'paypal')
    if (sample === undefined) throw new Error('no sample')
    const { headers, body } = await requestOf(sample)
    const url = String(headers['paypal-cert-url']).replace('api.paypal', 'api.sandbox.paypal')
    const sent = { ...headers, 'paypal-cert-url': url }
    expect(
      codesOf(await hintsOf({ provider: 'paypal', headers: sent, body, config: configOf(sample) })),
    ).toEqual([['test_or_live', false]])
  })

  it('may be its kind: a source without a key for the signature', async () => {
    const { publicKey } = { publicKey: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=' }
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(SAMPLE_SECONDS),
      'webhook-signature': `v1,${hmacOf('a').digest('base64')}`,
    }
    const given = { provider: 'standard-webhooks', headers, body: SENT } as const
    expect(codesOf(await hintsOf({ ...given, secrets: [publicKey] }))).toEqual([['no_key_of_kind', false]])
    expect(codesOf(await hintsOf({ ...given, secrets: [] }))).toEqual([['no_key_of_kind', false]])
  })
})

describe('the mistake of a URL', () => {
  const square = (url: string, body: string): Headers => ({
    'x-square-hmacsha256-signature': hmacOf(url + body).digest('base64'),
  })

  it.each<[called: string, known: string]>([
    ['https://a.example/hook', 'http://a.example/hook'],
    ['http://a.example/hook', 'https://a.example/hook'],
    ['https://a.example/hook/', 'https://a.example/hook'],
    ['https://a.example/hook', 'https://a.example/hook/'],
    ['https://a.example:8443/hook', 'http://a.example:8443/hook'],
    ['https://a.example/hook', 'https://a.example:8443/hook'],
    ['https://a.example:443/hook', 'http://a.example/hook'],
    ['https://a.example/hook', 'https://a.example/hook?a=1'],
    ['https://a.example/hook?a=1', 'http://a.example/hook?a=1'],
  ])('is found: the provider signs %s, and the source has %s', async (called, url) => {
    const hints = await hintsOf({ provider: 'square', headers: square(called, SENT), body: SENT, url })
    expect(hints).toEqual([
      { code: 'url_changed', message: expect.stringContaining(called), url: called, confirmed: true },
    ])
  })

  it('is found: the publicUrl of the source is not the URL that was called', async () => {
    const url = 'https://a.example/hook'
    const config = { publicUrl: 'https://old.example/hook' }
    const hints = await hintsOf({ provider: 'square', headers: square(url, SENT), body: SENT, url, config })
    expect(hints).toMatchObject([{ code: 'url_changed', url, confirmed: true }])
  })
})

describe('the mistake of a header', () => {
  const signature = hmacOf(SENT)
  const hex = signature.digest('hex')
  const base64 = Buffer.from(hex, 'hex').toString('base64')

  it.each<[name: string, headers: Headers, code: string]>([
    ['underscores', { x_hub_signature_256: `sha256=${hex}` }, 'header_names'],
    ['HTTP_ before the name', { http_x_hub_signature_256: `sha256=${hex}` }, 'header_names'],
    ['capitals', { 'x-hub-signature-256': `sha256=${hex.toUpperCase()}` }, 'signature_encoding'],
    ['no label', { 'x-hub-signature-256': hex }, 'signature_encoding'],
    ['base64', { 'x-hub-signature-256': `sha256=${base64}` }, 'signature_encoding'],
    ['base64 without a label', { 'x-hub-signature-256': base64 }, 'signature_encoding'],
    ['quotes', { 'x-hub-signature-256': `"sha256=${hex}"` }, 'signature_encoding'],
  ])('is found: %s', async (_name, headers, code) => {
    expect(codesOf(await hintsOf({ provider: 'github', headers, body: SENT }))).toEqual([[code, true]])
  })

  it.each<[ProviderName, Headers, string]>([
    ['stripe', github(SENT), 'The headers are those of GitHub: check the provider of the source.'],
    ['github', stripe(SENT), 'The headers are those of Stripe: check the provider of the source.'],
  ])('may be its provider: a source of %s', async (provider, headers, message) => {
    expect(await hintsOf({ provider, headers, body: SENT })).toEqual([
      { code: 'other_provider', message, confirmed: false },
    ])
  })
})

it('only the time of a repeated request is wrong', async () => {
  const at = new Date((SAMPLE_SECONDS + 3600) * 1000)
  expect(codesOf(await hintsOf({ provider: 'stripe', headers: stripe(SENT), body: SENT, at }))).toEqual([
    ['only_time_differs', true],
  ])
})

it('a mistake is found in an old request too', async () => {
  const at = new Date((SAMPLE_SECONDS + 3600) * 1000)
  const headers = stripe(SENT)
  expect(codesOf(await hintsOf({ provider: 'stripe', headers, body: `${SENT}\n`, at }))).toEqual([
    ['body_line_breaks', true],
  ])
})

it('tries a body of line breaks without blocking the process', async () => {
  const body = `${'\n'.repeat(TRIED_BYTES_MAX - 1)}x`
  const before = process.cpuUsage()
  await hintsOf({ provider: 'github', headers: github('other'), body })
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2)
})
