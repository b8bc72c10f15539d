import { createPublicKey, type KeyObject } from 'node:crypto'
import { SecretFormError } from '../secret-form-error.ts'
import { signingKeyBytes } from '../signing-secret.ts'
import { strictBase64Bytes } from '../strict-base64.ts'

const PUBLIC_KEY_PREFIX = 'whpk_'
const PUBLIC_KEY_BYTES = 32

/** What a source trusts, and with it the algorithm: the request's own label never chooses it. */
export type StandardKey = { kind: 'hmac'; bytes: Buffer } | { kind: 'ed25519'; publicKey: KeyObject }

/**
 * Reads a Standard Webhooks key: `whsec_` and the base64 of 24 to 64 bytes for HMAC-SHA256 (`v1`), or `whpk_` and the
 * base64 of a 32-byte Ed25519 public key (`v1a`).
 *
 * @throws {SecretFormError} for anything else; the sender's private `whsk_…` has no business here.
 */
export function parseStandardKey(secret: string): StandardKey {
  if (secret.startsWith('whsec_')) return { kind: 'hmac', bytes: signingKeyBytes(secret) }
  if (!secret.startsWith(PUBLIC_KEY_PREFIX)) {
    throw new SecretFormError('Standard Webhooks secret: expected "whsec_…", or the public key "whpk_…"')
  }
  const point = strictBase64Bytes(secret.slice(PUBLIC_KEY_PREFIX.length))
  if (point?.length !== PUBLIC_KEY_BYTES) {
    throw new SecretFormError(
      `Standard Webhooks public key: expected padded base64 of ${PUBLIC_KEY_BYTES} bytes after "whpk_"`,
    )
  }
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') }
  return { kind: 'ed25519', publicKey: createPublicKey({ key: jwk, format: 'jwk' }) }
}

/** The usable ones among stored secrets: one of a wrong form must not keep the others from being tried. */
export function usableStandardKeys(secrets: readonly string[]): StandardKey[] {
  return secrets.flatMap((secret) => {
    try {
      return [parseStandardKey(secret)]
    } catch (error) {
      if (error instanceof SecretFormError) return []
      throw error
    }
  })
}
