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
import { judgeSignedTime } from './signed-time.ts'

/** What is judged before the body is read. */
export interface HeaderInput {
  /** As they came, untouched by any parser. */
  headers: Headers
  /** How far the signed time may lie from `now`, before or after, both ends included. */
  toleranceSeconds: number
  now: Date
}

/**
 * The cheap half of verifying: are there signatures, in the form of the provider, of a time that is near enough? What it
 * refuses needs no body.
 *
 * @returns what the body has to be compared with, or why the request is not authentic whatever its body is.
 */
export function claimInTime(
  provider: Provider,
  { headers, toleranceSeconds, now }: HeaderInput,
): SignatureClaim | RejectionCause {
  const claim = provider.claimOf(headers)
  if (typeof claim === 'string' || claim.timestamp === undefined) return claim
  const verdict = judgeSignedTime({ timestamp: claim.timestamp, toleranceSeconds, now })
  return verdict.verified ? claim : verdict.cause
}

/** A request, with the keys that its source trusts. */
export interface RequestInput extends HeaderInput {
  /** The raw bytes as received. */
  body: Uint8Array
  /** One that matches is enough. */
  keys: readonly VerificationKey[]
}

/**
 * Judges a request whose body is there as a whole. Hashes it without a pause: for a body that arrives, or one of
 * megabytes, use {@link SignatureCheck}.
 */
export async function verifyRequest(provider: Provider, input: RequestInput): Promise<Verdict> {
  const claim = claimInTime(provider, input)
  if (typeof claim === 'string') return rejected(claim)
  const check = new SignatureCheck(claim, input.keys)
  check.update(input.body)
  return (await check.matches((prefix) => Buffer.concat([prefix, input.body])))
    ? { verified: true }
    : rejected('wrong_signature')
}
