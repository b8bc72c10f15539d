import { verifyWhole, type WholeRequest } from '../providers/explaining/verify-whole.ts'
import type { Provider, RejectionCause } from '../providers/provider.ts'

/** Whether a request is authentic, or the cause. */
export type BareVerdict = { verified: true } | { verified: false; cause: RejectionCause }

/** Verifies a complete request, without the details of the result. */
export async function verifyRequest(provider: Provider, request: WholeRequest): Promise<BareVerdict> {
  const verification = await verifyWhole(provider, request)
  return verification.verified ? { verified: true } : { verified: false, cause: verification.cause }
}
