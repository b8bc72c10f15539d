import { describe, expect, it } from 'vitest'
import { samples } from '../testing/samples/all.ts'
import { configOf, requestOf, sendSample } from '../testing/samples/send-sample.ts'
import { verifyRequest } from '../testing/verify-request.ts'
import { PROVIDER_NAMES, PROVIDERS, providerOf } from './catalogue.ts'
import { hmacKey } from './keys/hmac-key.ts'
import { type Headers, UnreadablePayloadError } from './provider.ts'

/** Hostile input. The last values violate the types, and must not crash either. */
const hostileValues: [string, unknown][] = [
  ['nothing', undefined],
  ['an empty text', ''],
  ['a blank', ' '],
  ['no values', []],
  ['two values', ['a', 'b']],
  ['an array of one signature', [`sha256=${'0'.repeat(64)}`]],
  ['a megabyte', 'x'.repeat(1_000_000)],
  ['a megabyte of commas', ','.repeat(1_000_000)],
  ['8 KiB of commas', ','.repeat(8192)],
  ['8 KiB of blanks', ' '.repeat(8192)],
  ['8 KiB of labels', 'v1,'.repeat(2700)],
  ['8 KiB of dots', '.'.repeat(8192)],
  ['many signatures', `t=1${',v1=0'.repeat(1000)}`],
  ['NULs', '\u0000\u0000'],
  ['a NUL inside', `t=1614265330,v1=\u0000`],
  ['a lone surrogate', '\ud800'],
  ['64 letters outside of ASCII', `sha256=${'é'.repeat(64)}`],
  ['44 letters outside of ASCII', `v1,${'é'.repeat(44)}`],
  ['digits outside of ASCII', '١٦١٤٢٦٥٣٣٠'],
  ['line breaks', 'a\r\nb'],
  ['null', null],
  ['a number', 1614265330],
  ['an object', { length: 5 }],
]

/** Passes a value that violates the types, like an untyped caller. */
function asHeader(value: unknown): Headers[string] {
  return value as string
}

const bodies = [
  Buffer.alloc(0),
  Buffer.from([0xff, 0xfe, 0x00]),
  Buffer.from('{}'),
  Buffer.from('[]'),
  Buffer.from('[null,{"a":[]},1]'),
  Buffer.from('null'),
  Buffer.from('{"__proto__":{"a":1},"constructor":1}'),
  Buffer.from('{"notificationItems":[null,{"NotificationRequestItem":null}]}'),
  Buffer.from('{"notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":1}}}]}'),
  Buffer.from('{"signature":{"timestamp":[],"token":{},"signature":null}}'),
  Buffer.from('{"webhookTimestamp":{"toString":1},"signature":{"timestamp":{"toString":null},"token":"a"}}'),
  Buffer.from(
    `{"notificationItems":[{"NotificationRequestItem":{"pspReference":{"toString":1},"additionalData":{"hmacSignature":"${'A'.repeat(43)}="}}}]}`,
  ),
  Buffer.from('payload=%7B&payload=&a=%zz&&&='),
  Buffer.alloc(100_000, '['),
  Buffer.alloc(1_000_000, '[],'),
  Buffer.alloc(1_000_000, 'a=1&'),
]
const secrets = [
  ['a'],
  [`whsec_${Buffer.alloc(32).toString('base64')}`],
  ['whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ['whpk_//////////////////////////////////////////8='],
  ['', 'whsec_', 'whpk_', '\ud800', '\u0000', 'x'.repeat(1_000_000)],
  ['MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE', '0'.repeat(64), 'f'.repeat(64), ':', 'a:'],
  [],
]
const clocks = [
  { now: new Date(0), toleranceSeconds: 300 },
  { now: new Date(Number.NaN), toleranceSeconds: 300 },
  { now: new Date(8.64e15), toleranceSeconds: Number.NaN },
]
const rejection = { verified: false, cause: expect.any(String) }

describe.each(samples.map((sample) => [sample.provider, sample] as const))('%s', (name, sample) => {
  const provider = providerOf(name)

  it.each(hostileValues)('rejects %s in any header that it needs', async (_, value) => {
    const { headers } = await requestOf(sample)
    for (const header of sample.needs) {
      const changed = { ...headers, [header]: asHeader(value) }
      expect(await sendSample(sample, { headers: changed })).toEqual(rejection)
    }
  })

  it.each(hostileValues)('does not fail with %s in all headers', async (_, value) => {
    const { headers } = await requestOf(sample)
    const changed = Object.fromEntries(Object.keys(headers).map((header) => [header, asHeader(value)]))
    expect(await sendSample(sample, { headers: changed })).toHaveProperty('verified')
  })

  it('rejects any other body, secrets and clock', async () => {
    const { headers } = await requestOf(sample)
    const config = configOf(sample)
    for (const body of bodies) {
      for (const trusted of secrets) {
        for (const clock of clocks) {
          const keys = provider.keysOf(trusted, config)
          const { fetchText } = sample
          const request = { headers, config, body, keys, fetchText, ...clock }
          expect(await verifyRequest(provider, request)).toEqual(rejection)
        }
      }
    }
  })

  it('rejects headers without a prototype, and none', async () => {
    for (const headers of [Object.create(null), {}]) {
      expect(await sendSample(sample, { headers, body: '{}' })).toEqual({
        verified: false,
        cause: 'missing_header',
      })
    }
  })

  it('reads or rejects any body, with any header, with a message', async () => {
    const { headers, body } = await requestOf(sample)
    const config = configOf(sample)
    const requests = [
      ...bodies.map((changed) => ({ headers, body: changed, config })),
      ...hostileValues.flatMap(([, value]) =>
        [...Object.keys(headers), 'content-type'].map((header) => ({
          headers: { ...headers, [header]: asHeader(value) },
          body,
          config,
        })),
      ),
    ]
    for (const request of requests) {
      const refusal = refusalOf(() => provider.readEvents(request))
      if (refusal === undefined) continue
      expect(refusal).toBeInstanceOf(UnreadablePayloadError)
      expect(refusal).toHaveProperty('message', expect.stringMatching(/^[A-Z].*\.$/))
    }
  })
})

describe('a handshake', () => {
  const handshaking = PROVIDERS.filter(({ handshakes }) => handshakes.post !== undefined)

  it.each(handshaking.map((provider) => [provider.name, provider] as const))(
    'of %s does not fail with any body',
    (_, provider) => {
      for (const body of bodies) {
        const request = { headers: {}, body, config: {}, key: hmacKey('a') }
        expect(refusalOf(() => provider.handshakes.post?.(request))).toBeUndefined()
      }
    },
  )
})

it('every provider is in the catalogue under its own name', () => {
  expect(PROVIDER_NAMES.map((name) => providerOf(name).name)).toEqual(PROVIDER_NAMES)
  expect(new Set(PROVIDER_NAMES).size).toBe(PROVIDER_NAMES.length)
})

function refusalOf(read: () => unknown): unknown {
  try {
    read()
    return undefined
  } catch (error) {
    return error
  }
}
