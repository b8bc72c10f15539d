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

/** A request, untouched by any parser, with what its source is configured to trust. */
export type VerificationInput = {
  headers: Headers
  /** The raw bytes as received. */
  body: Uint8Array
  /** Every live secret; one that matches is enough. Secrets of a wrong form never match. */
  secrets: readonly string[]
  /** How far the signed time may lie from `now`, before or after, both ends included. */
  toleranceSeconds: number
  now: Date
}

/** What a verified request says. */
export type InboundMessage = {
  /** The provider's own name for what happened, not yet an event type. */
  providerType: string
  /** A request is a repeat when any of these has been seen at its source before. */
  dedupeKeys: readonly string[]
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

  /** Judges a request. Answers for any headers and bytes whatsoever, without throwing. */
  verify(input: VerificationInput): Verdict

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
