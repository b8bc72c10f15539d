import { describe, expect, it } from 'vitest'
import { verifyRequest } from '../testing/verify-request.ts'
import { providerOf } from './catalogue.ts'
import { type Headers, PROVIDER_NAMES, UnreadablePayloadError } from './provider.ts'

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

const HEADER_NAMES = [
  'stripe-signature',
  'x-hub-signature-256',
  'x-github-event',
  'x-github-delivery',
  'content-type',
  ...['webhook', 'svix'].flatMap((family) => [`${family}-id`, `${family}-timestamp`, `${family}-signature`]),
]

/** Valid headers with a wrong signature for every provider, so that each bad header is tested alone. */
const wellFormed: Headers = {
  'stripe-signature': `t=1614265330,v1=${'0'.repeat(64)}`,
  'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
  'x-github-event': 'push',
  'x-github-delivery': '1',
  'webhook-id': 'msg_1',
  'webhook-timestamp': '1614265330',
  'webhook-signature': `v1,${'A'.repeat(43)}= v1a,${'A'.repeat(86)}==`,
}

const bodies = [
  Buffer.alloc(0),
  Buffer.from([0xff, 0xfe, 0x00]),
  Buffer.from('{}'),
  Buffer.alloc(100_000, '['),
]
const secrets = [
  ['a'],
  [`whsec_${Buffer.alloc(32).toString('base64')}`],
  ['whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ['whpk_//////////////////////////////////////////8='],
  ['', 'whsec_', 'whpk_', '\ud800', '\u0000', 'x'.repeat(1_000_000)],
  [],
]
const clocks = [
  { now: new Date(0), toleranceSeconds: 300 },
  { now: new Date(Number.NaN), toleranceSeconds: 300 },
  { now: new Date(8.64e15), toleranceSeconds: Number.NaN },
]

describe.each(PROVIDER_NAMES)('%s', (name) => {
  const provider = providerOf(name)

  it('is in the catalogue under its own name', () => {
    expect(provider.name).toBe(name)
  })

  it.each(hostileValues)('returns a verdict on %s in any header', async (_, value) => {
    const requests: Headers[] = [
      Object.fromEntries(HEADER_NAMES.map((header) => [header, asHeader(value)])),
      ...HEADER_NAMES.map((header) => ({ ...wellFormed, [header]: asHeader(value) })),
    ]
    for (const headers of requests) {
      for (const body of bodies.slice(0, 2)) {
        const verdict = await verifyRequest(provider, {
          headers,
          body,
          keys: provider.keysOf(['a', `whsec_${Buffer.alloc(32).toString('base64')}`]),
          toleranceSeconds: 300,
          now: new Date(1614265330000),
        })
        expect(verdict).toEqual({ verified: false, cause: expect.any(String) })
      }
    }
  })

  it('returns a verdict for any body, secrets and clock', async () => {
    for (const body of bodies) {
      for (const trusted of secrets) {
        for (const clock of clocks) {
          const keys = provider.keysOf(trusted)
          expect(await verifyRequest(provider, { headers: wellFormed, body, keys, ...clock })).toEqual({
            verified: false,
            cause: expect.any(String),
          })
        }
      }
    }
  })

  it('returns a verdict on headers without a prototype, and without headers', async () => {
    for (const headers of [Object.create(null), {}]) {
      expect(
        await verifyRequest(provider, {
          headers,
          body: Buffer.from('{}'),
          keys: provider.keysOf(['a']),
          toleranceSeconds: 300,
          now: new Date(0),
        }),
      ).toEqual({ verified: false, cause: 'missing_signature' })
    }
  })

  it.each(hostileValues)('reads or rejects %s in any header, with a message', (_, value) => {
    const refusals = HEADER_NAMES.map((header) =>
      refusalOf(() =>
        provider.read({
          headers: { ...wellFormed, [header]: asHeader(value) },
          body: Buffer.from('{"id":"a","type":"b"}'),
        }),
      ),
    ).filter((refusal) => refusal !== undefined)
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(UnreadablePayloadError)
      expect(refusal).toHaveProperty('message', expect.stringMatching(/^[A-Z].*\.$/))
    }
  })
})

function refusalOf(read: () => unknown): unknown {
  try {
    read()
    return undefined
  } catch (error) {
    return error
  }
}
