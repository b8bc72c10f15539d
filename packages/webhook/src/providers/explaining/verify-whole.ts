import { checkSignatureHeaders, type HeaderInput } from '../check-signature-headers.ts'
import type { Provider, VerificationKey } from '../provider.ts'
import { SignatureCheck, type Verification } from '../signature-check.ts'

/** A request whose body has arrived, with the keys that its source trusts. */
export interface WholeRequest extends HeaderInput {
  /** The raw bytes as received. */
  body: Uint8Array
  /** One match is enough. */
  keys: readonly VerificationKey[]
}

/** Verifies a complete request, as the ingest service verifies one whose body arrives in chunks. */
export async function verifyWhole(provider: Provider, request: WholeRequest): Promise<Verification> {
  const signatures = checkSignatureHeaders(provider, request)
  if ('verified' in signatures) return signatures
  const check = new SignatureCheck(signatures, request.keys)
  check.update(request.body)
  return check.verify((prefix) => Buffer.concat([prefix, request.body]))
}
