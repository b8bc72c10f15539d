import { describe, expect, it } from 'vitest'
import { samples } from '../testing/samples/all.ts'
import { SAMPLE_SECONDS } from '../testing/samples/provider-sample.ts'
import { configOf, requestOf } from '../testing/samples/send-sample.ts'
import { type ProviderName, providerOf } from './catalogue.ts'
import { verifyWhole } from './explaining/verify-whole.ts'
import type { Headers } from './provider.ts'

/** Verifies the sample of a provider with other headers. */
async function verdictOf(name: ProviderName, change: (headers: Headers) => Headers) {
  const sample = samples.find(({ provider }) => provider === name)
  if (sample === undefined) throw new Error(`no sample of ${name}`)
  const { headers, body } = await requestOf(sample)
  const config = configOf(sample)
  const provider = providerOf(name)
  return verifyWhole(provider, {
    headers: change(headers),
    body,
    config,
    keys: provider.keysOf([sample.secret], config),
    toleranceSeconds: 300,
    now: new Date(SAMPLE_SECONDS * 1000),
  })
}

describe('a request that is not authentic', () => {
  it.each<[ProviderName, string]>([
    ['stripe', 'stripe-signature'],
    ['slack', 'x-slack-request-timestamp'],
    ['standard-webhooks', 'webhook-id'],
    ['discord', 'x-signature-timestamp'],
    ['postmark', 'authorization'],
    ['paypal', 'paypal-cert-url'],
    ['plaid', 'plaid-verification'],
    ['twilio', 'x-twilio-signature'],
  ])('of %s names the missing or malformed header %s', async (name, header) => {
    const detail = `It is the header ${header}.`
    const without = await verdictOf(name, (headers) => ({ ...headers, [header]: undefined }))
    expect(without).toEqual({ verified: false, cause: 'missing_header', detail })
    const repeated = await verdictOf(name, (headers) => ({ ...headers, [header]: ['a', 'b'] }))
    expect(repeated).toEqual({ verified: false, cause: 'malformed_header', detail })
  })

  it.each<[ProviderName, string, string, expected: string]>([
    ['stripe', 'stripe-signature', `t=${SAMPLE_SECONDS},v0=abc`, 'v1'],
    ['paddle', 'paddle-signature', `ts=${SAMPLE_SECONDS};h2=abc`, 'h1'],
    ['slack', 'x-slack-signature', 'v1=abc', 'v0'],
    ['zoom', 'x-zm-signature', 'v1=abc', 'v0'],
    ['standard-webhooks', 'webhook-signature', 'v2,abc v3,abc', 'v1 or v1a'],
  ])('of %s has only unknown versions of signatures', async (name, header, text, expected) => {
    expect(await verdictOf(name, (headers) => ({ ...headers, [header]: text }))).toEqual({
      verified: false,
      cause: 'unknown_version',
      detail: `Expected ${expected} in the header ${header}.`,
    })
  })

  it.each<[ProviderName, string, string]>([
    ['stripe', 'stripe-signature', `t=${SAMPLE_SECONDS},v0=abc,v1=abc`],
    ['github', 'x-hub-signature-256', `sha1=${'0'.repeat(40)}`],
    ['standard-webhooks', 'webhook-signature', 'v1a,abc v2,abc'],
    ['slack', 'x-slack-signature', 'x1=abc'],
  ])('of %s has a malformed signature, and no unknown version, in %s: %s', async (name, header, text) => {
    expect(await verdictOf(name, (headers) => ({ ...headers, [header]: text }))).toEqual({
      verified: false,
      cause: 'malformed_header',
      detail: `It is the header ${header}.`,
    })
  })

  it.each<[ProviderName, string]>([
    ['mailgun', 'signature'],
    ['aws-sns', 'Signature'],
  ])('of %s names the missing field %s of the body', async (name, field) => {
    const sample = samples.find(({ provider }) => provider === name)
    const provider = providerOf(name)
    const verdict = await verifyWhole(provider, {
      headers: {},
      body: Buffer.from('{}'),
      keys: provider.keysOf([sample?.secret ?? '']),
      toleranceSeconds: 300,
      now: new Date(SAMPLE_SECONDS * 1000),
    })
    expect(verdict).toEqual({
      verified: false,
      cause: 'missing_header',
      detail: `The signature is in the body: expected "${field}" there.`,
    })
  })
})
