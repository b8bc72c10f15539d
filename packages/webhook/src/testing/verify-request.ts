import { checkSignatureHeaders, type HeaderInput } from '../providers/check-signature-headers.ts'
import type { Provider, RejectionCause, VerificationKey } from '../providers/provider.ts'
import { SignatureCheck, type Verification } from '../providers/signature-check.ts'

/** A request, with the keys that its source trusts. */
export interface RequestInput extends HeaderInput {
  /** The raw bytes as received. */
  body: Uint8Array
  /** One match is enough. */
  keys: readonly VerificationKey[]
}

/** Whether a request is authentic, or the cause. */
export type BareVerdict = { verified: true } | { verified: false; cause: RejectionCause }

/** Verifies a complete request, as the ingest service verifies one whose body arrives in chunks. */
export async function verifyRequest(provider: Provider, input: RequestInput): Promise<BareVerdict> {
  const verification = await verifyInDetail(provider, input)
  return verification.verified ? { verified: true } : { verified: false, cause: verification.cause }
}

/** The same, with the key that matches, or what is wrong. */
export async function verifyInDetail(provider: Provider, input: RequestInput): Promise<Verification> {
  const signatures = checkSignatureHeaders(provider, input)
  if ('verified' in signatures) return signatures
  const check = new SignatureCheck(signatures, input.keys)
  check.update(input.body)
  return check.verify((prefix) => Buffer.concat([prefix, input.body]))
}
