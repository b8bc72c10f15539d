import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { codesOf, githubHeaders, hintsOf, hmacOf, stripeHeaders } from '../../testing/find-hints.ts'
import { fetchedKeySamples } from '../../testing/samples/fetched-keys.ts'
import { SAMPLE_SECONDS } from '../../testing/samples/provider-sample.ts'
import { configOf, requestOf } from '../../testing/samples/send-sample.ts'
import { type ProviderName, providerOf } from '../catalogue.ts'
import type { Headers, ProviderConfig } from '../provider.ts'

const SENT = '{"text":"Größe"}'

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
      headers: githubHeaders(SENT, key),
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
      headers: githubHeaders(SENT, 'of second'),
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
    expect(await hintsOf({ provider: 'stripe', headers: stripeHeaders(body, 'other'), body })).toEqual([
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
