import { requestOf, samples } from '@posthorn/webhook/testing'
import { describe, expect, it } from 'vitest'
import { EXIT_CODES } from '../process/exit-code.ts'
import { configFor, providerNamed, verifyLocally } from './verify-locally.ts'

const NOW = new Date('2026-11-28T12:00:00.000Z')
const URL_CALLED = 'https://example.com/hook'
const STRIPE = 'whsec_is_no_base64_at_stripe'
const UNSIGNED = {
  headers: {},
  body: Buffer.from('{}'),
  method: 'POST',
  url: '',
  toleranceSeconds: 300,
  now: NOW,
}

describe('a request on this machine', () => {
  it.each(
    samples
      .filter(({ fetchText }) => fetchText === undefined)
      .map((sample) => [sample.provider, sample] as const),
  )('verifies if %s has sent it, and not with another secret', async (provider, sample) => {
    const url = sample.url ?? URL_CALLED
    const { headers, body } = await requestOf(sample, NOW.getTime() / 1000, url)
    const request = {
      provider,
      config: configFor(provider, JSON.stringify(sample.config ?? {})),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body,
      method: 'POST',
      url,
      toleranceSeconds: 300,
      now: NOW,
    }
    const secrets = sample.isKeyless === true ? [] : [sample.secret]
    const [event] = sample.events
    expect(await verifyLocally({ ...request, secrets })).toEqual({
      verified: true,
      cause: null,
      detail: null,
      event: { type: event?.providerType, id: event?.id ?? null },
      hints: [],
    })
    if (sample.isKeyless === true) return
    const { verified, cause } = await verifyLocally({ ...request, secrets: [sample.otherSecret] })
    expect([verified, cause]).toEqual([false, 'signature_mismatch'])
  })

  it('is refused without a signature, and the hints name who may have sent it', async () => {
    const headers = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
    const result = await verifyLocally({
      ...UNSIGNED,
      headers,
      provider: 'stripe',
      secrets: [STRIPE],
      config: {},
    })
    expect(result).toMatchObject({ verified: false, cause: 'missing_header' })
    expect(result.hints).toMatchObject([
      { code: 'other_provider', message: expect.stringContaining('GitHub') },
    ])
  })

  it('is left to the server when the provider publishes its keys', async () => {
    const sample = samples.find(({ provider }) => provider === 'plaid')
    if (sample === undefined) throw new Error('there is no sample of Plaid')
    const { headers, body } = await requestOf(sample, NOW.getTime() / 1000)
    const request = { ...UNSIGNED, headers: headers as Record<string, string>, body }
    const config = configFor('plaid', JSON.stringify(sample.config))
    await expect(
      verifyLocally({ ...request, provider: 'plaid', secrets: [sample.secret], config }),
    ).rejects.toThrow('verify with --source')
  })
})

it.each([
  ['a provider that does not exist', () => providerNamed('stripes')],
  ['a config that is not JSON', () => configFor('hmac', '{')],
  ['a config with an unknown member', () => configFor('stripe', '{"colour":1}')],
])('%s is a mistake in the command line', (_, work) => {
  expect(work).toThrow(expect.objectContaining({ exitCode: EXIT_CODES.usage }))
})
