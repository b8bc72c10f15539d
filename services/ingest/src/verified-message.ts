import { ProblemError, type RequestCause } from '@posthorn/contracts'
import type { IngestSource } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'
import { type InboundMessage, providerOf, UnreadablePayloadError } from '@posthorn/webhook'
import { openSecrets } from './open-secrets.ts'
import type { InboundCall } from './request-record.ts'

/** A request is not taken: why, and what its sender is told. */
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

/**
 * What a request says, after its source's provider has verified it.
 * @throws RejectedError
 */
export function verifiedMessage(
  secretBox: SecretBox,
  source: IngestSource,
  call: InboundCall,
): InboundMessage {
  const provider = providerOf(source.provider)
  const verdict = provider.verify({
    headers: call.headers,
    body: call.body,
    secrets: openSecrets(secretBox, source),
    toleranceSeconds: source.toleranceSeconds,
    now: call.receivedAt,
  })
  if (!verdict.verified) {
    throw new RejectedError(verdict.cause, new ProblemError('invalid_signature', DETAILS[verdict.cause]))
  }
  try {
    return provider.read(call)
  } catch (error) {
    if (!(error instanceof UnreadablePayloadError)) throw error
    const problem = new ProblemError('unreadable_payload', error.message, { cause: error })
    throw new RejectedError('unreadable_payload', problem)
  }
}

/** What the sender is told. It helps whoever sets up a source, and nobody to forge a signature. */
const DETAILS = {
  missing_signature: 'A header that the signature needs is missing.',
  malformed_signature: 'The signature headers are not in the form of the provider.',
  wrong_signature: 'No signature in the request matches a secret of the source.',
  timestamp_too_old: 'The signed time is further in the past than the source tolerates.',
  timestamp_too_new: 'The signed time is further in the future than the source tolerates.',
} as const
