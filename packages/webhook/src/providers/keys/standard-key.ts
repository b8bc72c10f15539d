import { assertPublicKey, verificationKey } from '../../signing/ed25519-key.ts'
import { InvalidSecretError } from '../../signing/invalid-secret-error.ts'
import { signingKeyBytes } from '../../signing/signing-secret.ts'
import type { KeyForm, VerificationKey } from '../provider.ts'
import { hmacKey } from './hmac-key.ts'

/**
 * The secret of Standard Webhooks: `whsec_` and the base64 of 24 to 64 bytes for HMAC-SHA256 (`v1`), or `whpk_` and the
 * base64 of a 32-byte Ed25519 public key (`v1a`).
 */
export function standardSecret({ label = 'Signing secret' } = {}): KeyForm {
  return {
    label,
    description: '`whsec_` and base64, or a public key: `whpk_` and base64',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    parse: parseStandardKey,
    assert(secret) {
      if (secret.startsWith('whpk_')) assertPublicKey(secret)
    },
  }
}

/** The public key of Standard Webhooks. */
export const standardPublicKey: KeyForm = {
  label: 'Public key',
  description: '`whpk_` and the base64 of a 32-byte Ed25519 public key, for signatures of version `v1a`',
  example: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=',
  parse: parsePublicKey,
  assert: assertPublicKey,
}

/** @throws {InvalidSecretError} for anything else, also for the sender's private key `whsk_…`. */
function parseStandardKey(secret: string): VerificationKey {
  if (secret.startsWith('whsec_')) return hmacKey(signingKeyBytes(secret))
  if (secret.startsWith('whpk_')) return parsePublicKey(secret)
  throw new InvalidSecretError('Standard Webhooks secret: expected "whsec_…", or the public key "whpk_…"')
}

function parsePublicKey(text: string): VerificationKey {
  return { kind: 'ed25519', publicKey: verificationKey(text) }
}
