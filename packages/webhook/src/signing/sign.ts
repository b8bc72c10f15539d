import { sign } from 'node:crypto'
import { signingKey } from './ed25519-key.ts'
import { hmacSha256 } from './hmac.ts'
import { isMessageId } from './message-id.ts'
import { signingKeyBytes } from './signing-secret.ts'

/** What Standard Webhooks signs: `id.timestamp.body`. */
type StandardMessage = {
  /** The event's id: 1 to 256 visible ASCII characters, no dot. */
  id: string
  /** Unix seconds of this attempt. */
  timestamp: number
  /** The exact bytes that are sent, never converted to text. */
  body: Uint8Array
}

/**
 * The `v1` part of `webhook-signature`: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, once for each live
 * secret in the given order (newest first), separated by spaces (Standard Webhooks specification).
 *
 * @param message.secrets `whsec_…`, at least one.
 * @throws {RangeError} for an id or timestamp that cannot be signed unambiguously, or without a secret.
 * @throws {InvalidSecretError} for an invalid secret.
 */
export function signStandard(message: StandardMessage & { secrets: readonly string[] }): string {
  const parts = [signedPrefix(message), message.body]
  if (message.secrets.length === 0) throw new RangeError('secrets: expected at least one')
  return message.secrets
    .map((secret) => `v1,${hmacSha256({ key: signingKeyBytes(secret), parts }).toString('base64')}`)
    .join(' ')
}

/**
 * The `v1a` part of `webhook-signature`: `v1a,` and the base64 Ed25519 signature of `id.timestamp.body`, once for each
 * live key in the given order (newest first), separated by spaces (Standard Webhooks specification).
 *
 * @param message.privateKeys `whsk_…`, at least one.
 * @throws {RangeError} for an id or timestamp that cannot be signed unambiguously, or without a key.
 * @throws {InvalidSecretError} for an invalid key.
 */
export function signEd25519(message: StandardMessage & { privateKeys: readonly string[] }): string {
  const bytes = Buffer.concat([Buffer.from(signedPrefix(message)), message.body])
  if (message.privateKeys.length === 0) throw new RangeError('private keys: expected at least one')
  return message.privateKeys
    .map((privateKey) => `v1a,${sign(null, bytes, signingKey(privateKey)).toString('base64')}`)
    .join(' ')
}

function signedPrefix({ id, timestamp }: StandardMessage): string {
  if (!isMessageId(id)) {
    throw new RangeError('message id: expected 1 to 256 visible ASCII characters without "."')
  }
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
    throw new RangeError(`timestamp: expected whole unix seconds, got ${timestamp}`)
  }
  return `${id}.${timestamp}.`
}

/**
 * The value of `x-webhook-signature` and `x-webhook-signature-next`: `sha256=` and the hex HMAC-SHA256 of the body alone.
 * The key is the whole secret as text, including `whsec_` (docs/signatures.md), as receivers for GitHub's scheme expect.
 *
 * @throws {RangeError} for an empty secret: anyone could sign with it.
 */
export function signBodySha256(message: { body: Uint8Array; secret: string }): string {
  if (message.secret === '') throw new RangeError('secret: expected a non-empty string')
  return `sha256=${hmacSha256({ key: message.secret, parts: [message.body] }).toString('hex')}`
}
