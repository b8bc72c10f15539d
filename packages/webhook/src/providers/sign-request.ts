import type { Provider, UnsignedRequest, VerificationKey } from './provider.ts'

/** A request as its provider would send it. */
export interface SignedRequest {
  method: string
  url: string
  /** With lower-case names. */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}

/**
 * Signs a request as a provider does, with the first key that can sign.
 *
 * @returns undefined if none can: the provider signs with a private key of its own, or the source has no secret.
 */
export function signRequest(
  provider: Provider,
  request: UnsignedRequest,
  keys: readonly VerificationKey[],
): SignedRequest | undefined {
  for (const key of keys) {
    const signed = provider.sign(request, key)
    if (signed === undefined) continue
    return {
      method: request.method,
      url: signed.url ?? request.url,
      headers: { ...request.headers, ...signed.headers },
      body: signed.body ?? request.body,
    }
  }
  return undefined
}
