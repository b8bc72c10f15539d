import { afterEach, describe, expect, it, vi } from 'vitest'
import { samples } from '../../testing/samples/all.ts'
import { configOf, requestOf, sendSample } from '../../testing/samples/send-sample.ts'
import { verifyRequest } from '../../testing/verify-request.ts'
import { providerOf } from '../catalogue.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Providers whose signature is in the body, which has to be parsed before anything is known about its sender. */
const inBody = samples.filter(({ provider }) => ['adyen', 'mailgun', 'aws-sns'].includes(provider))

describe.each(inBody.map((sample) => [sample.provider, sample] as const))('a body of %s', (name, sample) => {
  async function sendWith(more: unknown) {
    const { body } = await requestOf(sample)
    return sendSample(sample, { body: JSON.stringify({ ...JSON.parse(body.toString()), more }) })
  }

  it('is parsed with thousands of values', async () => {
    expect(await sendWith(Array(9900).fill(0))).toEqual({ verified: true })
    expect(await sendWith('[,{'.repeat(100_000))).toEqual({ verified: true })
  })

  it.each([
    ['values', Array(10_000).fill(0)],
    ['names', Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`n${index}`, 0]))],
    ['objects', Array.from({ length: 5000 }, () => ({}))],
    ['arrays', Array(110).fill(JSON.parse(`${'['.repeat(97)}${']'.repeat(97)}`))],
  ])('is rejected with too many %s, which would take too long to parse', async (_, more) => {
    expect(await sendWith(more)).toMatchObject({ verified: false })
  })

  it('is parsed once for all secrets of its source', async () => {
    const { headers, body } = await requestOf(sample)
    const provider = providerOf(name)
    const config = configOf(sample)
    const secrets = Array.from({ length: 10 }, (_, index) => index.toString().repeat(64))
    const keys = provider.keysOf(secrets, config)
    const parse = vi.spyOn(JSON, 'parse')
    await verifyRequest(provider, {
      headers,
      config,
      body,
      keys,
      fetchText: sample.fetchText,
      now: new Date(0),
      toleranceSeconds: 300,
    })
    expect(parse).toHaveBeenCalledTimes(1)
  })
})
