/** Why a webhook is not genuine. */
export type VerificationFailure =
  | 'missing_header'
  | 'malformed_header'
  /** The signatures are of versions that are not known here. */
  | 'unknown_version'
  | 'timestamp_too_old'
  | 'timestamp_too_new'
  /** The body was changed, or was signed with another secret. */
  | 'signature_mismatch'

/** A webhook is not genuine: reply with 401 and do not process it. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
  readonly code: VerificationFailure

  constructor(code: VerificationFailure, message: string) {
    super(message)
    this.code = code
  }
}

/** A secret does not have its form, or this runtime cannot use it. The message does not contain it. */
export class InvalidSecretError extends Error {
  override readonly name = 'InvalidSecretError'
}
