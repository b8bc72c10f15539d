import { ProblemError, type RequestCause } from '@posthorn/contracts'

/** A request is not accepted: the recorded cause, and the reply to its sender. */
export class RejectedError extends Error {
  override readonly name = 'RejectedError'
  readonly because: RequestCause
  readonly problem: ProblemError

  constructor(because: RequestCause, problem: ProblemError) {
    super(problem.message)
    this.because = because
    this.problem = problem
  }
}

/** The signature does not verify. */
export function invalidSignature(cause: keyof typeof DETAILS): RejectedError {
  return new RejectedError(cause, new ProblemError('invalid_signature', DETAILS[cause]))
}

/** Details for the sender. They help to set up a source, but not to forge a signature. */
const DETAILS = {
  missing_signature: 'A header that the signature needs is missing.',
  malformed_signature: 'The signature headers are not in the form of the provider.',
  wrong_signature: 'No signature in the request matches a secret of the source.',
  timestamp_too_old: 'The signed time is further in the past than the source tolerates.',
  timestamp_too_new: 'The signed time is further in the future than the source tolerates.',
} as const

/** The body is larger than the ingest service reads. */
export function payloadTooLarge(): RejectedError {
  const detail = 'The body is larger than INGEST_BODY_MAX_MIB allows.'
  return new RejectedError('payload_too_large', new ProblemError('payload_too_large', detail))
}
