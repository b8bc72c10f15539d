import { sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { generateKeyPair, signingKey, verificationKey } from './ed25519-key.ts'
import { SecretFormError } from './secret-form-error.ts'
import { publishedKeyPair } from './vectors/published-key-pair.ts'

const { privateKey, publicKey } = publishedKeyPair
const bytes = Buffer.from('text')

const published = Buffer.from(privateKey.slice(5), 'base64')
const otherPoint = Buffer.from(generateKeyPair((n) => Buffer.alloc(n, 1)).publicKey.slice(5), 'base64')
const whsk = (content: Uint8Array) => `whsk_${Buffer.from(content).toString('base64')}`
const whpk = (content: Uint8Array) => `whpk_${Buffer.from(content).toString('base64')}`

describe('generateKeyPair', () => {
  it('gives the published pair for its seed', () => {
    expect(generateKeyPair(() => published.subarray(0, 32))).toEqual({ privateKey, publicKey })
  })

  it('takes 32 bytes from the source it is given', () => {
    const asked: number[] = []
    generateKeyPair((n) => {
      asked.push(n)
      return Buffer.alloc(n, 7)
    })
    expect(asked).toEqual([32])
  })

  it('gives two halves that belong together', () => {
    const pair = generateKeyPair((n) => Buffer.alloc(n, 7))
    const signature = sign(null, bytes, signingKey(pair.privateKey))
    expect(verify(null, bytes, verificationKey(pair.publicKey), signature)).toBe(true)
    expect(verify(null, bytes, verificationKey(publicKey), signature)).toBe(false)
  })
})

describe('signingKey', () => {
  it.each([
    ['an empty text', ''],
    ['nothing behind the prefix', 'whsk_'],
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
    expect(() => signingKey(text)).toThrow(SecretFormError)
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
    expect(() => verificationKey(text)).toThrow(SecretFormError)
  })
})
