import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { memberOf, objectOf } from '../../reading/json-payload.ts'

/** Algorithms of signatures with a key pair. The key decides which of them it is for. */
export type JwtAlgorithm = 'ES256' | 'RS256' | 'EdDSA'

const RSA_BITS_MIN = 2048
/** A tenant chooses the key set: the largest key that OpenSSL accepts would take 50 ms for each signature. */
const RSA_BITS_MAX = 8192
const RSA_EXPONENT_MAX = 2n ** 32n
const PART = /^[\w-]+$/

/** A JSON Web Token (RFC 7519) in compact form, not verified. */
export interface JsonWebToken {
  algorithm: string
  keyId: string | undefined
  claims: object
  signedText: string
  signature: Uint8Array
}

/** Parses a token; undefined when it is none. */
export function parseToken(text: string): JsonWebToken | undefined {
  const [header = '', claims = '', signature = '', ...rest] = text.split('.')
  if (rest.length > 0 || ![header, claims, signature].every((part) => PART.test(part))) return undefined
  const [headerJson, claimsJson] = [header, claims].map((part) =>
    objectOf(Buffer.from(part, 'base64url').toString()),
  )
  const algorithm = memberOf(headerJson, 'alg')
  const keyId = memberOf(headerJson, 'kid')
  const bytes = Buffer.from(signature, 'base64url')
  // Only the canonical text: several texts decode to the same bytes.
  const isCanonical = bytes.toString('base64url') === signature
  if (claimsJson === undefined || typeof algorithm !== 'string' || !isCanonical) return undefined
  return {
    algorithm,
    keyId: typeof keyId === 'string' ? keyId : undefined,
    claims: claimsJson,
    signedText: `${header}.${claims}`,
    signature: bytes,
  }
}

/** Whether a token was signed with a key in JWK form, by the algorithm of that key. */
export function isSignedBy(token: JsonWebToken, jwk: unknown): boolean {
  const key = keyOf(jwk)
  if (key === undefined || algorithmOf(key) !== token.algorithm) return false
  const bytes = Buffer.from(token.signedText)
  const digest = token.algorithm === 'EdDSA' ? null : 'sha256'
  return verify(digest, bytes, { key, dsaEncoding: 'ieee-p1363' }, token.signature)
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): JwtAlgorithm | undefined {
  const { namedCurve, modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {}
  if (asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ES256'
  const isUsualRsa =
    modulusLength >= RSA_BITS_MIN && modulusLength <= RSA_BITS_MAX && publicExponent < RSA_EXPONENT_MAX
  if (asymmetricKeyType === 'rsa' && isUsualRsa) return 'RS256'
  return asymmetricKeyType === 'ed25519' ? 'EdDSA' : undefined
}

function keyOf(jwk: unknown): KeyObject | undefined {
  if (typeof jwk !== 'object' || jwk === null) return undefined
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })
  } catch {
    return undefined
  }
}
