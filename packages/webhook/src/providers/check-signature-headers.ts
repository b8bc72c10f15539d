import type { Headers, Provider, RejectionCause, RequestSignatures } from './provider.ts'
import { checkSignedTime } from './signed-time.ts'

/** Input of the checks that need no body. */
export interface HeaderInput {
  headers: Headers
  /** Maximum difference between the signed time and `now`, in both directions, inclusive. */
  toleranceSeconds: number
  now: Date
}

/**
 * The cheap half of verification, before the body is read: are there signatures in the provider's form, with a time within
 * the tolerance?
 *
 * @returns the signatures to verify with the body, or why the request is not authentic with any body.
 */
export function checkSignatureHeaders(
  provider: Provider,
  { headers, toleranceSeconds, now }: HeaderInput,
): RequestSignatures | RejectionCause {
  const signatures = provider.signaturesIn(headers)
  if (typeof signatures === 'string' || signatures.timestamp === undefined) return signatures
  const verdict = checkSignedTime({ timestamp: signatures.timestamp, toleranceSeconds, now })
  return verdict.verified ? signatures : verdict.cause
}
