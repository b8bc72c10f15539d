import { checkSignatureHeaders, type HeaderInput } from '../providers/check-signature-headers.ts'
import { type Provider, rejected, type Verdict, type VerificationKey } from '../providers/provider.ts'
import { SignatureCheck } from '../providers/signature-check.ts'

/** A request, with the keys that its source trusts. */
export interface RequestInput extends HeaderInput {
  /** The raw bytes as received. */
  body: Uint8Array
  /** One match is enough. */
  keys: readonly VerificationKey[]
}

/** Verifies a complete request, as the ingest service verifies one whose body arrives in chunks. */
export async function verifyRequest(provider: Provider, input: RequestInput): Promise<Verdict> {
  const signatures = checkSignatureHeaders(provider, input)
  if (typeof signatures === 'string') return rejected(signatures)
  const check = new SignatureCheck(signatures, input.keys)
  check.update(input.body)
  return check.verify((prefix) => Buffer.concat([prefix, input.body]))
}
