import type { Provider, RequestHead, RequestSignatures, Unverified } from './provider.ts'
import { checkSignedTime } from './schemes/signed-time.ts'

/** Input of the checks that need no body. `config`, `method` and `url` matter only for providers that use them. */
export type HeaderInput = Pick<RequestHead, 'headers' | 'toleranceSeconds' | 'now'> & Partial<RequestHead>

/**
 * The cheap half of verification, before the body is read: are there signatures in the provider's form, with a time within
 * the tolerance?
 *
 * @returns the signatures to verify with the body, or why the request is not authentic with any body.
 */
export function checkSignatureHeaders(
  provider: Provider,
  input: HeaderInput,
): RequestSignatures | Unverified {
  const { headers, toleranceSeconds, now, config = {}, method = 'POST', url = '', fetchText } = input
  const head: RequestHead = { headers, method, url, config, toleranceSeconds, now, fetchText }
  const signatures = provider.signaturesIn(head)
  if ('verified' in signatures || signatures.signedAt === undefined) return signatures
  const verdict = checkSignedTime({ signedAt: signatures.signedAt, toleranceSeconds, now })
  return verdict.verified ? signatures : verdict
}
