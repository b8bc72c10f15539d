import { createHmac, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { generateKeyPair, verificationKey } from './ed25519-key.ts'
import { InvalidSecretError } from './invalid-secret-error.ts'
import { signBodySha256, signEd25519, signStandard } from './sign.ts'
import { publishedKeyPair } from './vectors/published-key-pair.ts'
import { publishedVectors } from './vectors/published-vectors.ts'

const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
const timestamp = 1614265330
const body = Buffer.from('{"test": 2432232314}')
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const otherSecret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const message = { id, timestamp, body, secrets: [secret] }

/** Messages that neither version signs. */
const UNSIGNABLE: [name: string, change: object][] = [
  ['an id with a dot', { id: 'evt.1' }],
  ['an empty id', { id: '' }],
  ['an id with a blank', { id: 'evt 1' }],
  ['an id with a line break', { id: 'evt\n' }],
  ['an id of 257 characters', { id: 'x'.repeat(257) }],
  ['a fraction of a second', { timestamp: 1.5 }],
  ['a time before 1970', { timestamp: -1 }],
  ['a time that is not a number', { timestamp: Number.NaN }],
]

describe('signStandard', () => {
  it.each(['stdwh-v1', 'svix-v1'])('returns the published signature of %s', (vectorId) => {
    const vector = publishedVectors.find((candidate) => candidate.id === vectorId)
    const header = (name: string) => vector?.headers[`webhook-${name}`] ?? vector?.headers[`svix-${name}`]
    const signature = signStandard({
      id: header('id') ?? '',
      timestamp: Number(header('timestamp')),
      body: Buffer.from(vector?.body ?? ''),
      secrets: [vector?.secret ?? ''],
    })
    expect(signature).toBe(header('signature'))
  })

  it('signs once for each secret, in the given order', () => {
    const one = signStandard(message)
    const other = signStandard({ ...message, secrets: [otherSecret] })
    expect(other).not.toBe(one)
    expect(signStandard({ ...message, secrets: [otherSecret, secret] })).toBe(`${other} ${one}`)
  })

  it('signs bytes that are not UTF-8 as they are', () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0xc3, 0x28)
    const expected = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
      .update(Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes]))
      .digest('base64')
    expect(signStandard({ ...message, body: bytes })).toBe(`v1,${expected}`)
  })

  it.each([...UNSIGNABLE, ['no secret', { secrets: [] }]])('rejects %s', (_, change) => {
    expect(() => signStandard({ ...message, ...change })).toThrow(RangeError)
  })

  it.each([[['']], [['text']], [[secret, 'whsec_AAAA']]])('rejects invalid secrets: %j', (secrets) => {
    expect(() => signStandard({ ...message, secrets })).toThrow(InvalidSecretError)
  })
})

describe('signEd25519', () => {
  const { privateKey, publicKey } = publishedKeyPair
  const other = generateKeyPair((n) => Buffer.alloc(n, 1))
  const signed = { id, timestamp, body, privateKeys: [privateKey] }

  it('returns the published signature of stdwh-v1a for its published private key', () => {
    const vector = publishedVectors.find((candidate) => candidate.id === 'stdwh-v1a')
    expect(vector?.secret).toBe(publicKey)
    const signature = signEd25519({
      id: vector?.headers['webhook-id'] ?? '',
      timestamp: Number(vector?.headers['webhook-timestamp']),
      body: Buffer.from(vector?.body ?? ''),
      privateKeys: [privateKey],
    })
    expect(signature).toBe(vector?.headers['webhook-signature'])
  })

  it('signs once for each key, in the given order', () => {
    const one = signEd25519(signed)
    const others = signEd25519({ ...signed, privateKeys: [other.privateKey] })
    expect(others).not.toBe(one)
    expect(signEd25519({ ...signed, privateKeys: [other.privateKey, privateKey] })).toBe(`${others} ${one}`)
  })

  it('signs bytes that are not UTF-8 as they are', () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0xc3, 0x28)
    const signature = Buffer.from(signEd25519({ ...signed, body: bytes }).slice('v1a,'.length), 'base64')
    const signedBytes = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes])
    expect(verify(null, signedBytes, verificationKey(publicKey), signature)).toBe(true)
  })

  it.each([...UNSIGNABLE, ['no key', { privateKeys: [] }]])('rejects %s', (_, change) => {
    expect(() => signEd25519({ ...signed, ...change })).toThrow(RangeError)
  })

  it.each([[['']], [[secret]], [[publicKey]], [[privateKey, 'whsk_AAAA']]])(
    'rejects invalid keys: %j',
    (privateKeys) => {
      expect(() => signEd25519({ ...signed, privateKeys })).toThrow(InvalidSecretError)
    },
  )
})

describe('signBodySha256', () => {
  it('returns the value that GitHub publishes', () => {
    const signature = signBodySha256({
      body: Buffer.from('Hello, World!'),
      secret: "It's a Secret to Everybody",
    })
    expect(signature).toBe('sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17')
  })

  it('uses the whole secret as text, including its prefix', () => {
    const expected = createHmac('sha256', secret).update(body).digest('hex')
    expect(signBodySha256({ body, secret })).toBe(`sha256=${expected}`)
  })

  it('rejects an empty secret', () => {
    expect(() => signBodySha256({ body, secret: '' })).toThrow(RangeError)
  })
})
