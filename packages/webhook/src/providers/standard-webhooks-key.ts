import { verificationKey } from '../signing/ed25519-key.ts'
import { InvalidSecretError } from '../signing/invalid-secret-error.ts'
import { signingKeyBytes } from '../signing/signing-secret.ts'
import type { VerificationKey } from './provider.ts'

/**
 * Parses a Standard Webhooks key: `whsec_` and the base64 of 24 to 64 bytes for HMAC-SHA256 (`v1`), or `whpk_` and the
 * base64 of a 32-byte Ed25519 public key (`v1a`).
 *
 * @throws {InvalidSecretError} for anything else, also for the sender's private key `whsk_…`.
 */
export function parseStandardKey(secret: string): VerificationKey {
  if (secret.startsWith('whsec_')) return { kind: 'hmac', key: signingKeyBytes(secret) }
  if (secret.startsWith('whpk_')) return { kind: 'ed25519', publicKey: verificationKey(secret) }
  throw new InvalidSecretError('Standard Webhooks secret: expected "whsec_…", or the public key "whpk_…"')
}

/** The keys in stored secrets. An invalid secret is skipped, so that the others are still tried. */
export function usableStandardKeys(secrets: readonly string[]): VerificationKey[] {
  return secrets.flatMap((secret) => {
    try {
      return [parseStandardKey(secret)]
    } catch (error) {
      if (error instanceof InvalidSecretError) return []
      throw error
    }
  })
}
