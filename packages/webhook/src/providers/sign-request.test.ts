import { describe, expect, it } from 'vitest'
import { samples } from '../testing/samples/all.ts'
import { configOf } from '../testing/samples/send-sample.ts'
import { PROVIDERS, providerOf } from './catalogue.ts'
import { verifyWhole } from './explaining/verify-whole.ts'
import type { Headers } from './provider.ts'
import { signRequest } from './sign-request.ts'

const now = new Date('2026-11-28T12:00:00.700Z')
/** They sign with a private key, or with a key that they publish. */
const CANNOT_SIGN = ['aws-sns', 'discord', 'jwt', 'paypal', 'plaid', 'sendgrid']

const textHeaders = (headers: Headers) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )

/** Headers of the sample without its signature. */
function unsigned(sample: (typeof samples)[number], headers: Headers) {
  return Object.fromEntries(
    Object.entries(textHeaders(headers)).filter(
      ([name]) => name === 'content-type' || !sample.needs.includes(name),
    ),
  )
}

describe('a signed request', () => {
  it.each(samples.map((sample) => [sample.provider, sample.name ?? '', sample] as const))(
    'verifies, or only the provider can sign: %s %s',
    async (name, _, sample) => {
      const provider = providerOf(sample.provider)
      const config = configOf(sample)
      const keys = provider.keysOf([sample.secret], config)
      const seconds = Math.floor(now.getTime() / 1000)
      const url = sample.url ?? 'https://example.com/hook'
      const body = sample.bodyAt?.(seconds) ?? sample.body
      const headers = unsigned(sample, await sample.headersAt(seconds, body, url))
      const request = { method: 'POST', url, headers, body: Buffer.from(body), config, id: 'id-1', now }
      const signed = signRequest(provider, request, keys)
      expect(signed === undefined).toBe(CANNOT_SIGN.includes(name))
      if (signed === undefined) return
      const whole = { ...signed, config, keys, toleranceSeconds: 300, now }
      expect(await verifyWhole(provider, whole)).toMatchObject({ verified: true })
    },
  )

  it('is made for every provider with a secret', () => {
    const withSamples = new Set(samples.map(({ provider }) => provider))
    expect(PROVIDERS.filter(({ name }) => !withSamples.has(name)).map(({ name }) => name)).toEqual(['none'])
  })
})
