import { hmacSha256 } from './hmac.ts'
import { isMessageId } from './message-id.ts'
import { signingKeyBytes } from './signing-secret.ts'

/**
 * The value of `webhook-signature`: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, once for each live
 * secret in the order given (newest first), separated by spaces (Standard Webhooks specification).
 *
 * @param message.id the event's id: 1 to 256 visible ASCII characters, no dot.
 * @param message.timestamp unix seconds of this attempt.
 * @param message.body the exact bytes sent; they are never turned into text.
 * @param message.secrets `whsec_…`, at least one.
 * @throws {RangeError} for an id or timestamp that cannot be signed unambiguously, or without a secret.
 * @throws {SecretFormError} for a secret of another form.
 */
export function signStandard(message: {
  id: string
  timestamp: number
  body: Uint8Array
  secrets: readonly string[]
}): string {
  const { id, timestamp, body, secrets } = message
  if (!isMessageId(id)) {
    throw new RangeError('message id: expected 1 to 256 visible ASCII characters without "."')
  }
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
    throw new RangeError(`timestamp: expected whole unix seconds, got ${timestamp}`)
  }
  if (secrets.length === 0) throw new RangeError('secrets: expected at least one')

  const parts = [`${id}.${timestamp}.`, body]
  return secrets
    .map((secret) => `v1,${hmacSha256({ key: signingKeyBytes(secret), parts }).toString('base64')}`)
    .join(' ')
}

/**
 * The value of `x-webhook-signature`: `sha256=` and the hex HMAC-SHA256 of the body alone. The key is the whole
 * secret as text, `whsec_` included (contract, "What an endpoint receives"): receivers written for GitHub's scheme
 * use their secret that way.
 *
 * @throws {RangeError} for an empty secret, with which anybody could sign.
 */
export function signBodySha256(message: { body: Uint8Array; secret: string }): string {
  if (message.secret === '') throw new RangeError('secret: expected text, got an empty one')
  return `sha256=${hmacSha256({ key: message.secret, parts: [message.body] }).toString('hex')}`
}
