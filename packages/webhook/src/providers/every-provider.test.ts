import { describe, expect, it } from 'vitest'
import { changedBodies, changedTexts } from '../signing/vectors/single-changes.ts'
import { acceptedBy } from '../testing/accepted-by.ts'
import { samples } from '../testing/samples/all.ts'
import { type ProviderSample, SAMPLE_SECONDS } from '../testing/samples/provider-sample.ts'
import { configOf, requestOf, sendSample } from '../testing/samples/send-sample.ts'
import { PROVIDER_NAMES, providerOf } from './catalogue.ts'
import type { Headers } from './provider.ts'

const verified = { verified: true }
const because = (cause: unknown) => ({ verified: false, cause })
const titled = samples.map((sample): [string, ProviderSample] => [
  [sample.provider, sample.name].filter((part) => part !== undefined).join(', '),
  sample,
])

it('every provider that verifies has a sample', () => {
  const tested = new Set(samples.map(({ provider }) => provider))
  expect(PROVIDER_NAMES.filter((name) => !tested.has(name))).toEqual(['none'])
})

describe.each(titled)('%s', (_, sample) => {
  const provider = providerOf(sample.provider)

  it('accepts a genuine message', async () => {
    expect(await sendSample(sample)).toEqual(verified)
  })

  it('accepts a message signed with either secret of two', async () => {
    const { secret, otherSecret } = sample
    for (const secrets of [
      [secret, otherSecret],
      [otherSecret, secret],
    ]) {
      expect(await sendSample(sample, { secrets })).toEqual(verified)
    }
  })

  it('is trusted with the secret that signed, or with any if the provider publishes its keys', async () => {
    const expected = sample.isKeyless === true ? verified : because('signature_mismatch')
    expect(await sendSample(sample, { secrets: [sample.otherSecret] })).toEqual(expected)
    expect(await sendSample(sample, { secrets: [] })).toEqual(expected)
    expect(await sendSample(sample, { secrets: [''] })).toEqual(expected)
  })

  it('rejects a message without a header that verification needs', async () => {
    const { headers } = await requestOf(sample)
    for (const name of sample.needs) {
      expect(await sendSample(sample, { headers: { ...headers, [name]: undefined } })).toMatchObject({
        verified: false,
      })
    }
  })

  it('rejects a header that is repeated, empty or in another encoding', async () => {
    const { headers } = await requestOf(sample)
    const changes = sample.needs.flatMap((name) => {
      const text = String(headers[name])
      const changed: Headers[string][] = [
        [text, text],
        `${text}, ${text}x`,
        '',
        text.toUpperCase() === text ? 'x' : text.toUpperCase(),
        `${text}zz`,
        text.slice(0, -1),
      ]
      return changed.map((value) => ({ ...headers, [name]: value }))
    })
    const tolerant = (accepted: Headers) => accepted['content-type'] !== headers['content-type']
    const accepted = await acceptedBy(changes, (change) => sendSample(sample, { headers: change }))
    expect(accepted.filter((change) => !tolerant(change))).toEqual([])
  })

  it('rejects every single change of what it signs', async () => {
    const { body } = await requestOf(sample)
    const changes = sample.covers === 'body' ? changedBodies(body) : []
    expect(await acceptedBy(changes, (changed) => sendSample(sample, { body: changed }))).toEqual([])
  })

  it('accepts its time within the tolerance, in both directions, and no other', async () => {
    const late = sample.retrySeconds ?? 0
    for (const [offset, cause] of [
      [0, undefined],
      [-300 - late, undefined],
      [300, undefined],
      [-301 - late, 'timestamp_too_old'],
      [301, 'timestamp_too_new'],
    ] as const) {
      const verdict = await sendSample(sample, { sentAt: SAMPLE_SECONDS + offset })
      expect(verdict).toEqual(cause === undefined || !sample.signsTime ? verified : because(cause))
    }
  })

  it('reads the type, id and data of each event', async () => {
    const { headers, body } = await requestOf(sample)
    const events = provider.readEvents({ headers, body, config: configOf(sample) })
    expect(
      events.map(({ providerType, id, data }) => ({
        providerType,
        id,
        data: data === undefined ? undefined : Buffer.from(data).toString(),
      })),
    ).toEqual(sample.events)
  })
})

describe('signature headers', () => {
  it.each(titled.filter(([, { covers }]) => covers === 'body').slice(0, 6))(
    'of %s have no accepted variation by one character, except white space between items',
    async (_, sample) => {
      const { headers } = await requestOf(sample)
      const name = sample.needs.at(-1) ?? ''
      const changed = changedTexts(String(headers[name])).filter((text) => !/[\s,;]/.test(text))
      const accepted = await acceptedBy(changed, (text) =>
        sendSample(sample, { headers: { ...headers, [name]: text } }),
      )
      expect(accepted).toEqual([])
    },
  )
})
