import type { KeyObject } from 'node:crypto'

/** The providers a source can have. */
export const PROVIDER_NAMES = ['stripe', 'github', 'standard-webhooks'] as const

/** One of {@link PROVIDER_NAMES}. */
export type ProviderName = (typeof PROVIDER_NAMES)[number]

/** A request's headers with lower-case names, as node's http provides them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Why a request is not authentic. Recorded for the tenant; the sender sees only `invalid_signature`. */
export type RejectionCause =
  | 'missing_signature'
  | 'malformed_signature'
  | 'wrong_signature'
  | 'timestamp_too_old'
  | 'timestamp_too_new'

/** Whether a request was signed with one of the source's secrets, is unmodified and within the tolerance. */
export type Verdict = { verified: true } | { verified: false; cause: RejectionCause }

/**
 * The signatures in the headers of a request. Parsing them is cheap and done before the body is read; a
 * {@link SignatureCheck} then verifies them with the body.
 */
export interface RequestSignatures {
  /** Unix seconds, as the digits that were signed; undefined if the provider signs no time. */
  timestamp: string | undefined
  /** Text that is signed before the body. */
  prefix: string
  /** HMAC-SHA256 values in the provider's encoding, without their labels. */
  hmacs: { encoding: 'hex' | 'base64'; values: readonly string[] }
  /** Ed25519 signatures, base64, without their labels. */
  ed25519: readonly string[]
}

/** Why there is no {@link RequestSignatures}. */
export type NoSignaturesCause = Extract<RejectionCause, 'missing_signature' | 'malformed_signature'>

/** A key that verifies requests. Its kind depends on the stored secret, never on the request. */
export type VerificationKey =
  | { kind: 'hmac'; key: string | Uint8Array }
  | { kind: 'ed25519'; publicKey: KeyObject }

/** The content of a verified request. */
export type InboundMessage = {
  /** The provider's name of the event, not yet an event type. */
  providerType: string
  /** The provider's id of the message, the same in each retry; undefined without one. */
  id: string | undefined
  /** The event's data, a JSON text in UTF-8, if it is not the body itself: the field of a form, or opaque data. */
  data?: Uint8Array
}

/** How a provider signs and formats its webhooks. */
export interface Provider {
  readonly name: ProviderName

  /**
   * @throws {InvalidSecretError} when the text cannot be a secret of this provider; the message has the expected form, never
   * the secret.
   */
  assertSecret(secret: string): void

  /** Parses the signature headers. Never throws, with any headers. */
  signaturesIn(headers: Headers): RequestSignatures | NoSignaturesCause

  /** The keys in stored secrets. An invalid secret is skipped, so that the others are still tried. */
  keysOf(secrets: readonly string[]): VerificationKey[]

  /**
   * Reads a verified request.
   *
   * @throws {UnreadablePayloadError} when it is not in the provider's format.
   */
  read(input: { headers: Headers; body: Uint8Array }): InboundMessage
}

/** A verified request is not in its provider's format. The message tells the tenant what is wrong. */
export class UnreadablePayloadError extends Error {
  override readonly name = 'UnreadablePayloadError'
}

/** The verdict on a request that is not authentic. */
export function rejected(cause: RejectionCause): Verdict {
  return { verified: false, cause }
}
