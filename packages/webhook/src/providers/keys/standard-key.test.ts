import { describe, expect, it } from 'vitest'
import { InvalidSecretError } from '../../signing/invalid-secret-error.ts'
import { standardWebhooks } from '../catalogue/generic/standard-webhooks.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const otherSecret = `whsec_${Buffer.alloc(24, 8).toString('base64')}`
const publicKey = `whpk_${Buffer.alloc(32, 9).toString('base64')}`
const otherPublicKey = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='

describe('secrets', () => {
  it.each([secret, otherSecret, publicKey, otherPublicKey])('may be %j', (text) => {
    expect(() => standardWebhooks.assertSecret(text)).not.toThrow()
  })

  it.each([
    '',
    'text',
    'whsec_',
    'whpk_',
    secret.slice(6),
    secret.slice(0, -1),
    `${secret}\n`,
    otherPublicKey.slice(0, -1),
    `${otherPublicKey} `,
    `whpk_${Buffer.alloc(31).toString('base64')}`,
    `whpk_${Buffer.alloc(33).toString('base64')}`,
    `whsk_${Buffer.alloc(64).toString('base64')}`,
    `whsec_${Buffer.alloc(23).toString('base64')}`,
    `whsec_${Buffer.alloc(65).toString('base64')}`,
  ])('may not be %j', (text) => {
    expect(() => standardWebhooks.assertSecret(text)).toThrow(InvalidSecretError)
  })
})

describe('keysOf', () => {
  it('skips invalid secrets and keeps the order of the others', () => {
    const keys = standardWebhooks.keysOf(['', publicKey, 'whsec_', secret, 'text'])
    expect(keys.map((key) => key.kind)).toEqual(['ed25519', 'hmac'])
  })
})
