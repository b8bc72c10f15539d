import { sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { assertPublicKey, generateKeyPair, signingKey, verificationKey } from './ed25519-key.ts'
import { InvalidSecretError } from './invalid-secret-error.ts'
import { publishedKeyPair } from './vectors/published-key-pair.ts'

const { privateKey, publicKey } = publishedKeyPair
const bytes = Buffer.from('text')

const published = Buffer.from(privateKey.slice(5), 'base64')
const otherPoint = Buffer.from(generateKeyPair((n) => Buffer.alloc(n, 1)).publicKey.slice(5), 'base64')
const whsk = (content: Uint8Array) => `whsk_${Buffer.from(content).toString('base64')}`
const whpk = (content: Uint8Array) => `whpk_${Buffer.from(content).toString('base64')}`

describe('generateKeyPair', () => {
  it('returns the published pair for its seed', () => {
    expect(generateKeyPair(() => published.subarray(0, 32))).toEqual({ privateKey, publicKey })
  })

  it('takes 32 bytes from the given source', () => {
    const requested: number[] = []
    generateKeyPair((n) => {
      requested.push(n)
      return Buffer.alloc(n, 7)
    })
    expect(requested).toEqual([32])
  })

  it('returns two halves that match', () => {
    const pair = generateKeyPair((n) => Buffer.alloc(n, 7))
    const signature = sign(null, bytes, signingKey(pair.privateKey))
    expect(verify(null, bytes, verificationKey(pair.publicKey), signature)).toBe(true)
    expect(verify(null, bytes, verificationKey(publicKey), signature)).toBe(false)
  })
})

describe('signingKey', () => {
  it.each([
    ['an empty text', ''],
    ['nothing after the prefix', 'whsk_'],
    ['no prefix', privateKey.slice(5)],
    ['a shared secret', privateKey.replace('whsk_', 'whsec_')],
    ['a public key', publicKey],
    ['the seed alone', whsk(published.subarray(0, 32))],
    ['a byte too few', whsk(published.subarray(1))],
    ['a byte too many', whsk(Buffer.concat([published, Buffer.alloc(1)]))],
    ["another pair's public key", whsk(Buffer.concat([published.subarray(0, 32), otherPoint]))],
    ['missing padding', privateKey.replaceAll('=', '')],
    ['a trailing line break', `${privateKey}\n`],
  ])('refuses %s', (_, text) => {
    expect(() => signingKey(text)).toThrow(InvalidSecretError)
  })

  it('never shows the key in its message', () => {
    expect(() => signingKey(privateKey.slice(0, -8))).toThrow(
      'private key: expected "whsk_" and the padded base64 of 64 bytes',
    )
  })
})

describe('verificationKey', () => {
  it.each([
    ['an empty text', ''],
    ['no prefix', publicKey.slice(5)],
    ['a private key', privateKey],
    ['a shared secret', publicKey.replace('whpk_', 'whsec_')],
    ['31 bytes', whpk(Buffer.alloc(31))],
    ['33 bytes', whpk(Buffer.alloc(33))],
    ['missing padding', publicKey.replace('=', '')],
  ])('refuses %s', (_, text) => {
    expect(() => verificationKey(text)).toThrow(InvalidSecretError)
    expect(() => assertPublicKey(text)).toThrow(InvalidSecretError)
  })

  // The eight points of https://cr.yp.to/ecdh.html#validate in Edwards form, and every other encoding of them.
  it.each([
    ['0100000000000000000000000000000000000000000000000000000000000000', 'order 1'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'order 2'],
    ['0000000000000000000000000000000000000000000000000000000000000000', 'order 4'],
    ['0000000000000000000000000000000000000000000000000000000000000080', 'order 4'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'order 8'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85', 'order 8'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'order 8'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa', 'order 8'],
    ['0100000000000000000000000000000000000000000000000000000000000080', 'order 1, x is -0'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'order 2, x is -0'],
    ['edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'order 4, y is p'],
    ['edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'order 4, y is p'],
    ['eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'order 1, y is p + 1'],
    ['eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'order 1, y is p + 1'],
  ])('rejects the point of small order %s: %s', (hex) => {
    const key = whpk(Buffer.from(hex, 'hex'))
    const message =
      'public key: the point is of small order, so signatures can be forged. Use a generated key'
    expect(() => verificationKey(key)).toThrow(new InvalidSecretError(message))
    expect(() => assertPublicKey(key)).toThrow(new InvalidSecretError(message))
  })

  it.each(['f0', 'f1', 'fe', 'ff'])('rejects a y that exceeds the prime: %s', (first) => {
    const key = whpk(Buffer.from(`${first}${'ff'.repeat(30)}7f`, 'hex'))
    expect(() => verificationKey(key)).toThrow('not canonical')
  })
})

describe('assertPublicKey', () => {
  it('accepts the public halves of key pairs', () => {
    for (let byte = 0; byte < 32; byte += 1) {
      const pair = generateKeyPair((n) => Buffer.alloc(n, byte))
      expect(() => assertPublicKey(pair.publicKey)).not.toThrow()
    }
  })

  it.each([2, 7, 8])('rejects bytes that are not a point on the curve: y = %i', (y) => {
    const encoded = Buffer.alloc(32)
    encoded[0] = y
    expect(() => assertPublicKey(whpk(encoded))).toThrow('expected a point of Ed25519')
  })
})
