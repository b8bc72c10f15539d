import { signBodySha256, signEd25519, signStandard } from '../signing/sign.ts'
import { HOPS_HEADER } from './hops.ts'

/** A way of signing that an endpoint can ask for. */
export type SignatureScheme = 'standard' | 'ed25519' | 'sha256'

/** Everything the headers of one attempt are made of. */
export type DeliveryHeadersInput = {
  /** `evt_…`, the same in every attempt and replay. */
  eventId: string
  eventType: string
  /** `dlv_…` */
  deliveryId: string
  /** 1 for the first attempt. */
  attemptNumber: number
  /** Unix seconds of this attempt, not of the event: receivers refuse old ones. */
  timestamp: number
  /** The bytes that will be sent. */
  body: Uint8Array
  /** `application/json` for envelopes, the original one for raw payloads. */
  contentType: string
  /** Live secrets `whsec_…`, newest first; several while a rotation's grace lasts. */
  secrets: readonly string[]
  /** Live private keys `whsk_…`, newest first; used for `ed25519` only. */
  privateKeys: readonly string[]
  signatures: readonly SignatureScheme[]
  /** How often the event has gone through a Posthorn, this one included. */
  hops: number
  /** W3C trace context of this attempt. */
  traceparent: string
  /** `Posthorn/VERSION` */
  userAgent: string
}

/**
 * The headers of one attempt, lower-case names, exactly as the contract's table "What an endpoint receives" has
 * them. `webhook-signature` is there when `standard` or `ed25519` is asked for, `x-webhook-signature` when `sha256` is.
 *
 * @throws {RangeError} {@link signStandard}, {@link signEd25519} and {@link signBodySha256} say when; also without any
 * secret.
 * @throws {SecretFormError} for a secret that is not `whsec_…`, a private key that is not `whsk_…`.
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
 * `x-webhook-signature` holds one value only. During a rotation that is the oldest secret's, so that a receiver that knows
 * the old one alone keeps verifying until its grace ends; `x-webhook-signature-next` has the newest secret's.
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

/** Both versions share one header; receivers skip the versions that they do not know. */
function standardSignatureOf(input: DeliveryHeadersInput): string {
  const { eventId: id, timestamp, body, secrets, privateKeys, signatures } = input
  return [
    ...(signatures.includes('standard') ? [signStandard({ id, timestamp, body, secrets })] : []),
    ...(signatures.includes('ed25519') ? [signEd25519({ id, timestamp, body, privateKeys })] : []),
  ].join(' ')
}
