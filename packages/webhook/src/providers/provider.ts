import type { KeyObject } from 'node:crypto'

/** The providers a source can have. */
export const PROVIDER_NAMES = ['stripe', 'github', 'standard-webhooks'] as const

/** One of {@link PROVIDER_NAMES}. */
export type ProviderName = (typeof PROVIDER_NAMES)[number]

/** A request's headers with lower-case names, as node's http gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Why a request is not authentic. Recorded for the tenant; the sender learns only `invalid_signature`. */
export type RejectionCause =
  | 'missing_signature'
  | 'malformed_signature'
  | 'wrong_signature'
  | 'timestamp_too_old'
  | 'timestamp_too_new'

/** Whether a request comes from the holder of one of the source's secrets, unchanged and in time. */
export type Verdict = { verified: true } | { verified: false; cause: RejectionCause }

/**
 * What the headers of a request say about its signature. Reading them costs next to nothing, so it comes before the
 * body is read; a {@link SignatureCheck} then compares them with the body.
 */
export interface SignatureClaim {
  /** Unix seconds, as the digits that were signed; undefined where the provider signs no time. */
  timestamp: string | undefined
  /** What is signed in front of the body. */
  prefix: string
  /** HMAC-SHA256 codes, in the encoding of the provider, without their labels. */
  hmacs: { encoding: 'hex' | 'base64'; values: readonly string[] }
  /** Ed25519 signatures, base64, without their labels. */
  ed25519: readonly string[]
}

/** Why there is no {@link SignatureClaim}. */
export type UnclaimedCause = Extract<RejectionCause, 'missing_signature' | 'malformed_signature'>

/** What verifies a request: chosen by what the source stores, never by what the request says. */
export type VerificationKey =
  | { kind: 'hmac'; key: string | Uint8Array }
  | { kind: 'ed25519'; publicKey: KeyObject }

/** What a verified request says. */
export type InboundMessage = {
  /** The provider's own name for what happened, not yet an event type. */
  providerType: string
  /** The provider's own id of the message, the same in each of its retries; undefined where it has none. */
  id: string | undefined
  /** The event's data, a JSON text in UTF-8, where that is not the body itself: a form's field, what stands for binary. */
  data?: Uint8Array
}

/** How one provider signs and words its webhooks. */
export interface Provider {
  readonly name: ProviderName

  /**
   * @throws {SecretFormError} when the text cannot be a secret of this provider; the message says which form is
   * expected, never the secret.
   */
  assertSecret(secret: string): void

  /** Reads the signature headers. Answers for any headers whatsoever, without throwing. */
  claimOf(headers: Headers): SignatureClaim | UnclaimedCause

  /** The keys in stored secrets. One of a wrong form is left out: it must not keep the others from being tried. */
  keysOf(secrets: readonly string[]): VerificationKey[]

  /**
   * Reads a request that has been verified.
   *
   * @throws {UnreadablePayloadError} when it is not in the provider's format.
   */
  read(input: { headers: Headers; body: Uint8Array }): InboundMessage
}

/** A verified request is not in its provider's format. The message is a sentence for whoever set up the source. */
export class UnreadablePayloadError extends Error {
  override readonly name = 'UnreadablePayloadError'
}

/** The verdict on a request that is not authentic. */
export function rejected(cause: RejectionCause): Verdict {
  return { verified: false, cause }
}
