import { describe, expect, it } from 'vitest'
import { codesOf, githubHeaders, hintsOf, hmacOf, stripeHeaders } from '../../testing/find-hints.ts'
import { SAMPLE_SECONDS } from '../../testing/samples/provider-sample.ts'
import type { ProviderName } from '../catalogue.ts'
import type { Headers } from '../provider.ts'

const SENT = '{"text":"Größe"}'

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
    ['stripe', githubHeaders(SENT), 'The headers are those of GitHub: check the provider of the source.'],
    ['github', stripeHeaders(SENT), 'The headers are those of Stripe: check the provider of the source.'],
  ])('may be its provider: a source of %s', async (provider, headers, message) => {
    expect(await hintsOf({ provider, headers, body: SENT })).toEqual([
      { code: 'other_provider', message, confirmed: false },
    ])
  })
})

it('only the time of a repeated request is wrong', async () => {
  const at = new Date((SAMPLE_SECONDS + 3600) * 1000)
  expect(
    codesOf(await hintsOf({ provider: 'stripe', headers: stripeHeaders(SENT), body: SENT, at })),
  ).toEqual([['only_time_differs', true]])
})

it('a mistake is found in an old request too', async () => {
  const at = new Date((SAMPLE_SECONDS + 3600) * 1000)
  const headers = stripeHeaders(SENT)
  expect(codesOf(await hintsOf({ provider: 'stripe', headers, body: `${SENT}\n`, at }))).toEqual([
    ['body_line_breaks', true],
  ])
})
