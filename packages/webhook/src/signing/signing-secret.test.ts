import { describe, expect, it } from 'vitest'
import { InvalidSecretError } from './invalid-secret-error.ts'
import { generateSigningSecret, signingKeyBytes } from './signing-secret.ts'

const ofBytes = (n: number) => `whsec_${Buffer.alloc(n, 7).toString('base64')}`

describe('generateSigningSecret', () => {
  it('is whsec_ and the base64 of 32 bytes from the given source', () => {
    const secret = generateSigningSecret((n) => Buffer.alloc(n, 0xab))
    expect(secret).toBe('whsec_q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=')
    expect(signingKeyBytes(secret)).toEqual(Buffer.alloc(32, 0xab))
  })
})

describe('signingKeyBytes', () => {
  it.each([24, 25, 32, 63, 64])('accepts %i bytes', (n) => {
    expect(signingKeyBytes(ofBytes(n))).toEqual(Buffer.alloc(n, 7))
  })

  it.each([
    ['23 bytes', ofBytes(23)],
    ['65 bytes', ofBytes(65)],
    ['nothing after the prefix', 'whsec_'],
    ['an empty text', ''],
    ['no prefix', ofBytes(32).slice(6)],
    ['a prefix in capitals', ofBytes(32).replace('whsec_', 'WHSEC_')],
    ['a prefix twice', `whsec_${ofBytes(32)}`],
    ['a public key', ofBytes(32).replace('whsec_', 'whpk_')],
    ['missing padding', ofBytes(32).replace('=', '')],
    ['too much padding', `${ofBytes(32)}=`],
    ['a trailing line break', `${ofBytes(32)}\n`],
    ['a leading blank', ` ${ofBytes(32)}`],
    ['a blank inside', ofBytes(33).replace('whsec_BwcH', 'whsec_BwcH ')],
    ['left-over bits', `whsec_${'A'.repeat(42)}B=`],
    ['the URL alphabet', `whsec_${'-_'.repeat(16)}`],
    ['non-ASCII characters', `whsec_${'é'.repeat(32)}`],
  ])('rejects %s', (_, secret) => {
    expect(() => signingKeyBytes(secret)).toThrow(InvalidSecretError)
  })

  it('never shows the secret in its message', () => {
    const secret = 'whsec_very*secret*text'
    expect(() => signingKeyBytes(secret)).toThrow(expect.not.stringContaining('very'))
    expect(() => signingKeyBytes(secret)).toThrow('expected padded base64 after "whsec_"')
  })
})
