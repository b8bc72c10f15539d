import type {
  Headers,
  Provider,
  RejectionCause,
  SignatureClaim,
  Verdict,
  VerificationKey,
} from './provider.ts'
import { rejected } from './provider.ts'
import { SignatureCheck } from './signature-check.ts'
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
 * @returns the claim to verify with the body, or why the request is not authentic with any body.
 */
export function claimInTime(
  provider: Provider,
  { headers, toleranceSeconds, now }: HeaderInput,
): SignatureClaim | RejectionCause {
  const claim = provider.claimOf(headers)
  if (typeof claim === 'string' || claim.timestamp === undefined) return claim
  const verdict = checkSignedTime({ timestamp: claim.timestamp, toleranceSeconds, now })
  return verdict.verified ? claim : verdict.cause
}

/** A request, with the keys that its source trusts. */
export interface RequestInput extends HeaderInput {
  /** The raw bytes as received. */
  body: Uint8Array
  /** One match is enough. */
  keys: readonly VerificationKey[]
}

/** Verifies a request with a complete body. Hashes it at once; for a large or arriving body use {@link SignatureCheck}. */
export async function verifyRequest(provider: Provider, input: RequestInput): Promise<Verdict> {
  const claim = claimInTime(provider, input)
  if (typeof claim === 'string') return rejected(claim)
  const check = new SignatureCheck(claim, input.keys)
  check.update(input.body)
  return (await check.matches((prefix) => Buffer.concat([prefix, input.body])))
    ? { verified: true }
    : rejected('wrong_signature')
}
