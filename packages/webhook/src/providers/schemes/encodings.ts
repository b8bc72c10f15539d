/** Hash functions that providers sign with. */
export const HMAC_ALGORITHMS = ['sha1', 'sha256', 'sha512'] as const

/** One of {@link HMAC_ALGORITHMS}. */
export type HmacAlgorithm = (typeof HMAC_ALGORITHMS)[number]

/** How a signature is written as text. */
export const SIGNATURE_ENCODINGS = ['hex', 'base64', 'base64url'] as const

/** One of {@link SIGNATURE_ENCODINGS}. */
export type SignatureEncoding = (typeof SIGNATURE_ENCODINGS)[number]

/**
 * Whether a text has the form of an encoded hash: hex in lower case, base64 with its padding, base64url without. Cheaper
 * than a comparison, and other texts never equal an encoded hash.
 */
export function isEncodedHash(text: string, encoding: SignatureEncoding, algorithm: HmacAlgorithm): boolean {
  return FORMS[algorithm][encoding].test(text)
}

const FORMS: Record<HmacAlgorithm, Record<SignatureEncoding, RegExp>> = {
  sha1: { hex: /^[0-9a-f]{40}$/, base64: /^[A-Za-z0-9+/]{27}=$/, base64url: /^[\w-]{27}$/ },
  sha256: { hex: /^[0-9a-f]{64}$/, base64: /^[A-Za-z0-9+/]{43}=$/, base64url: /^[\w-]{43}$/ },
  sha512: { hex: /^[0-9a-f]{128}$/, base64: /^[A-Za-z0-9+/]{86}==$/, base64url: /^[\w-]{86}$/ },
}
