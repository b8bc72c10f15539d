import { InvalidSecretError, WebhookVerificationError } from './errors.ts'
import { readSignedHeaders, type WebhookHeaders } from './signed-headers.ts'
import { type VerificationKey, verificationKeyOf } from './verification-key.ts'

/** The body of a webhook as it arrived. Text only if nothing but UTF-8 decoding was done to it. */
export type WebhookBody = string | Uint8Array | ArrayBuffer

/** What an endpoint with the payload format `envelope` receives. */
export interface WebhookEnvelope {
  id: string
  type: string
  timestamp: string
  data: unknown
}

/** Options of {@link verifyWebhook}. */
export interface VerifyOptions {
  /** Maximum difference between the signed time and the clock, in both directions. Default: 300. */
  toleranceSeconds?: number | undefined
  /** The time of arrival. Default: now. */
  now?: Date | undefined
}

/** A genuine webhook. */
export interface VerifiedWebhook<Payload = WebhookEnvelope> {
  /** `webhook-id`: the same in each attempt. Process each id once. */
  id: string
  /** When this attempt was signed. */
  sentAt: Date
  /** The verified bytes. */
  body: Uint8Array
  /**
   * Parses the body.
   * @throws {SyntaxError} if it is not JSON
   */
  json(): Payload
}

const TOLERANCE_SECONDS = 300

/**
 * Verifies a webhook by the rules of Standard Webhooks: HMAC-SHA256 (`v1`) with secrets `whsec_…`, Ed25519 (`v1a`) with public keys
 * `whpk_…`.
 *
 * ```ts
 * const webhook = await verifyWebhook(await request.arrayBuffer(), request.headers, process.env.WEBHOOK_SECRET)
 * const { type, data } = webhook.json()
 * ```
 *
 * @param body before any parser: a parser changes bytes that are signed.
 * @param secrets one or, during a rotation, several. One match is enough.
 * @throws {WebhookVerificationError} if it is not genuine.
 * @throws {InvalidSecretError} if a secret is malformed.
 */
export async function verifyWebhook<Payload = WebhookEnvelope>(
  body: WebhookBody,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  { toleranceSeconds = TOLERANCE_SECONDS, now = new Date() }: VerifyOptions = {},
): Promise<VerifiedWebhook<Payload>> {
  const keys = [secrets].flat().map(verificationKeyOf)
  // With none, every webhook would be refused for a reason that is not its own.
  if (keys.length === 0) throw new InvalidSecretError('secrets: expected at least one')
  const bytes = bytesOf(body)
  const { id, timestamp, ...signatures } = readSignedHeaders(headers)
  const signedAt = Number(timestamp)
  assertRecent(signedAt, { toleranceSeconds, now })
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), bytes)
  if (!(await anyMatches(keys, (key) => key.matches(signed, signatures)))) {
    throw new WebhookVerificationError(
      'signature_mismatch',
      'No signature matches: the body was changed, or another secret has signed it.',
    )
  }
  return {
    id,
    sentAt: new Date(signedAt * 1000),
    body: bytes,
    json: () => JSON.parse(new TextDecoder().decode(bytes)) as Payload,
  }
}

/** A key that this runtime cannot use is no reason to refuse what another one verifies. */
async function anyMatches(
  keys: readonly VerificationKey[],
  matches: (key: VerificationKey) => Promise<boolean>,
): Promise<boolean> {
  const results = await Promise.allSettled(keys.map(matches))
  if (results.some((result) => result.status === 'fulfilled' && result.value)) return true
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return false
}

function assertRecent(
  signedAt: number,
  { toleranceSeconds, now }: { toleranceSeconds: number; now: Date },
): void {
  const ageSeconds = Math.floor(now.getTime() / 1000) - signedAt
  if (ageSeconds >= -toleranceSeconds && ageSeconds <= toleranceSeconds) return
  // Too old also if the tolerance or the clock is NaN.
  const code = ageSeconds < -toleranceSeconds ? 'timestamp_too_new' : 'timestamp_too_old'
  throw new WebhookVerificationError(
    code,
    `The signed time differs from the clock by ${Math.abs(ageSeconds)} s; ${toleranceSeconds} s are tolerated.`,
  )
}

/** A copy: bytes that the caller changes meanwhile are not the verified ones. */
function bytesOf(body: WebhookBody): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return new Uint8Array(body).slice()
  throw new TypeError('body: expected the raw body as text or bytes; a parsed body cannot be verified')
}

function joined(prefix: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(prefix.length + body.length)
  bytes.set(prefix)
  bytes.set(body, prefix.length)
  return bytes
}
