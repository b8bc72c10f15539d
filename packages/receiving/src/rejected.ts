import { ProblemError, type RequestCause } from '@posthorn/contracts'
import type { IngestSource, SecretReference } from '@posthorn/database'
import type { KeyUnavailableError, RejectionCause, Unverified } from '@posthorn/webhook'

interface RejectionFacts {
  /** What the tenant learns beyond the reply to the sender, as sentences. */
  detail?: string | undefined
  /** The secret that verified the request, whose body is unreadable. */
  secret?: SecretReference | undefined
}

/** A request is not accepted: the recorded cause, and the reply to its sender. */
export class RejectedError extends Error {
  override readonly name = 'RejectedError'
  readonly requestCause: RequestCause
  readonly problem: ProblemError
  readonly detail: string
  readonly secret: SecretReference | undefined

  constructor(
    requestCause: RequestCause,
    problem: ProblemError,
    { detail = '', secret }: RejectionFacts = {},
  ) {
    super(problem.message)
    this.requestCause = requestCause
    this.problem = problem
    this.detail = detail
    this.secret = secret
  }
}

/** Why a request is not accepted, and the version of its source that decided. */
export interface Rejection {
  outcome: 'rejected'
  source: IngestSource
  rejected: RejectedError
}

/** The signature does not verify. */
export function invalidSignature({ cause, detail }: Unverified): RejectedError {
  return new RejectedError(cause, new ProblemError('invalid_signature', DETAILS[cause]), { detail })
}

/** Details for the sender. They help to set up a source, but not to forge a signature. */
const DETAILS: Record<RejectionCause, string> = {
  missing_header: 'A header that the signature needs is missing.',
  malformed_header: 'The signature headers are not in the form of the provider.',
  unknown_version: 'No signature in the request has a version that is verified.',
  signature_mismatch: 'No signature in the request matches a secret of the source.',
  timestamp_too_old: 'The signed time is further in the past than the source tolerates.',
  timestamp_too_new: 'The signed time is further in the future than the source tolerates.',
}

/** The request is neither authentic nor forged. With the reply 503 the provider sends it again. */
export function keyUnavailable({ message }: KeyUnavailableError): RejectedError {
  const detail = 'A key that verifies the signature cannot be fetched now. Repeat the request.'
  return new RejectedError('key_unavailable', new ProblemError('unavailable', detail), { detail: message })
}

/**
 * The body is larger than the ingest service reads.
 * @param bodyMaxBytes of the source, if that is the limit
 */
export function payloadTooLarge(bodyMaxBytes?: number): RejectedError {
  const detail =
    bodyMaxBytes === undefined
      ? 'The body is larger than INGEST_BODY_MAX_MIB allows.'
      : `The body is larger than ${bodyMaxBytes} bytes, the bodyMaxBytes of the source.`
  return new RejectedError('payload_too_large', new ProblemError('payload_too_large', detail))
}

/** The events of the body would make too many deliveries. */
export function tooManyDeliveries(deliveriesMax: number): RejectedError {
  const detail = `The events of the body would make more than ${deliveriesMax} deliveries at once: have the provider send fewer in a request.`
  return new RejectedError('payload_too_large', new ProblemError('payload_too_large', detail))
}

/** The request comes from an address outside the `allowCidrs` of the source. */
export function addressNotAllowed(address: string): RejectedError {
  const detail = `The request comes from ${address || 'an unknown address'}, which is not in the allowCidrs of the source.`
  return new RejectedError('address_not_allowed', new ProblemError('address_not_allowed', detail))
}

/** The source has used up its `rateLimitPerSecond`. */
export function rateLimited(perSecond: number, retryAfterSeconds: number): RejectedError {
  const detail = `The source is limited to ${perSecond} requests per second. Repeat the request in ${retryAfterSeconds} s.`
  return new RejectedError('rate_limited', new ProblemError('rate_limited', detail, { retryAfterSeconds }))
}
