import { signBodySha256, signEd25519, signStandard } from '../signing/sign.ts'
import { HOPS_HEADER } from './hops.ts'

/** A signature scheme that an endpoint can have. */
export type SignatureScheme = 'standard' | 'ed25519' | 'sha256'

/** Input of `deliveryHeaders`. */
export type DeliveryHeadersInput = {
  /** `evt_…`, the same in every attempt and replay. */
  eventId: string
  eventType: string
  /** `dlv_…` */
  deliveryId: string
  /** 1 for the first attempt. */
  attemptNumber: number
  /** Unix seconds of this attempt, not of the event: receivers reject old timestamps. */
  timestamp: number
  /** The exact bytes to send. */
  body: Uint8Array
  /** `application/json` for envelopes, the original one for raw payloads. */
  contentType: string
  /** Live secrets `whsec_…`, newest first; several during the grace period of a rotation. */
  secrets: readonly string[]
  /** Live private keys `whsk_…`, newest first; used for `ed25519` only. */
  privateKeys: readonly string[]
  signatures: readonly SignatureScheme[]
  /** How many times the event has passed through Posthorn, including this time. */
  hops: number
  /** W3C trace context of this attempt. */
  traceparent: string
  /** `Posthorn/VERSION` */
  userAgent: string
}

/**
 * The headers of one attempt (docs/headers.md), with lower-case names. `webhook-signature` is present with `standard` or
 * `ed25519`, `x-webhook-signature` with `sha256`.
 *
 * @throws {RangeError} as {@link signStandard}, {@link signEd25519} and {@link signBodySha256}, and without a secret.
 * @throws {InvalidSecretError} for a secret that is not `whsec_…`, a private key that is not `whsk_…`.
 */
export function deliveryHeaders(input: DeliveryHeadersInput): Record<string, string> {
  if (input.secrets.length === 0) throw new RangeError('secrets: expected at least one')
  const standardSignature = standardSignatureOf(input)

  return {
    'content-type': input.contentType,
    'user-agent': input.userAgent,
    'webhook-id': input.eventId,
    'webhook-timestamp': String(input.timestamp),
    ...(standardSignature !== '' && { 'webhook-signature': standardSignature }),
    'x-webhook-event': input.eventType,
    'x-webhook-delivery': input.deliveryId,
    'x-webhook-attempt': String(input.attemptNumber),
    ...(input.signatures.includes('sha256') && bodySignaturesOf(input)),
    [HOPS_HEADER]: String(input.hops),
    traceparent: input.traceparent,
  }
}

/**
 * `x-webhook-signature` has one value. During a rotation it uses the oldest secret, so that a receiver with the old secret
 * verifies until the grace period ends; `x-webhook-signature-next` uses the newest secret.
 */
function bodySignaturesOf({ body, secrets }: DeliveryHeadersInput): Record<string, string> {
  const [newest = '', ...older] = secrets
  const oldest = older.at(-1)
  if (oldest === undefined) return { 'x-webhook-signature': signBodySha256({ body, secret: newest }) }
  return {
    'x-webhook-signature': signBodySha256({ body, secret: oldest }),
    'x-webhook-signature-next': signBodySha256({ body, secret: newest }),
  }
}

/** Both versions share one header; receivers skip unknown versions. */
function standardSignatureOf(input: DeliveryHeadersInput): string {
  const { eventId: id, timestamp, body, secrets, privateKeys, signatures } = input
  return [
    ...(signatures.includes('standard') ? [signStandard({ id, timestamp, body, secrets })] : []),
    ...(signatures.includes('ed25519') ? [signEd25519({ id, timestamp, body, privateKeys })] : []),
  ].join(' ')
}
