import { InvalidSecretError } from './invalid-secret-error.ts'
import { strictBase64Bytes } from './strict-base64.ts'

const PREFIX = 'whsec_'
const GENERATED_BYTES = 32

/** Limits of the Standard Webhooks specification for a symmetric secret. */
const KEY_BYTES_MIN = 24
const KEY_BYTES_MAX = 64

/**
 * Generates an endpoint secret: `whsec_` and the base64 of 32 random bytes.
 *
 * @param randomBytes returns `n` bytes from a cryptographic source, like `randomBytes` of node:crypto.
 */
export function generateSigningSecret(randomBytes: (n: number) => Buffer): string {
  return PREFIX + randomBytes(GENERATED_BYTES).toString('base64')
}

/**
 * The HMAC key in a Standard Webhooks secret: the decoded base64 after `whsec_`.
 *
 * @throws {InvalidSecretError} without the prefix, for anything but canonical padded base64, and for fewer than 24 or
 * more than 64 bytes (Standard Webhooks specification, "Signature scheme").
 */
export function signingKeyBytes(secret: string): Buffer {
  if (!secret.startsWith(PREFIX)) {
    throw new InvalidSecretError(
      'signing secret: expected "whsec_" followed by base64, the prefix is missing',
    )
  }
  const bytes = strictBase64Bytes(secret.slice(PREFIX.length))
  if (bytes === undefined) {
    throw new InvalidSecretError(
      'signing secret: expected padded base64 after "whsec_", found other characters',
    )
  }
  if (bytes.length < KEY_BYTES_MIN || bytes.length > KEY_BYTES_MAX) {
    throw new InvalidSecretError(
      `signing secret: expected ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} bytes after decoding, found ${bytes.length}`,
    )
  }
  return bytes
}
