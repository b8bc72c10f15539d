import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { isOnCurve, weaknessOf } from './ed25519-point.ts'
import { InvalidSecretError } from './invalid-secret-error.ts'
import { strictBase64Bytes } from './strict-base64.ts'

const PRIVATE_PREFIX = 'whsk_'
const PUBLIC_PREFIX = 'whpk_'
const SEED_BYTES = 32
const POINT_BYTES = 32

/** The bytes before the seed in a PKCS#8 Ed25519 private key (RFC 8410, section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** An Ed25519 key pair in the form of Standard Webhooks. */
export type KeyPair = {
  /** `whsk_` and the base64 of seed and public key, 64 bytes, as in Svix. */
  privateKey: string
  /** `whpk_` and the base64 of the 32-byte public key. */
  publicKey: string
}

/**
 * Generates a key pair for `v1a` signatures.
 *
 * @param randomBytes returns `n` bytes from a cryptographic source, like `randomBytes` of node:crypto.
 */
export function generateKeyPair(randomBytes: (n: number) => Buffer): KeyPair {
  const seed = randomBytes(SEED_BYTES)
  const point = publicPointOf(keyOfSeed(seed))
  return {
    privateKey: PRIVATE_PREFIX + Buffer.concat([seed, point]).toString('base64'),
    publicKey: PUBLIC_PREFIX + point.toString('base64'),
  }
}

/**
 * Parses a private key `whsk_…`.
 *
 * @throws {InvalidSecretError} for another prefix, for anything but canonical padded base64 of 64 bytes, and when the two
 * halves do not match.
 */
export function signingKey(privateKey: string): KeyObject {
  const bytes = bytesAfter(PRIVATE_PREFIX, privateKey)
  if (bytes?.length !== SEED_BYTES + POINT_BYTES) {
    throw new InvalidSecretError('private key: expected "whsk_" and the padded base64 of 64 bytes')
  }
  const key = keyOfSeed(bytes.subarray(0, SEED_BYTES))
  if (!publicPointOf(key).equals(bytes.subarray(SEED_BYTES))) {
    throw new InvalidSecretError('private key: expected the seed and its own public key after "whsk_"')
  }
  return key
}

/**
 * Parses a public key `whpk_…`.
 *
 * @throws {InvalidSecretError} for another prefix, for anything but canonical padded base64 of 32 bytes, and for insecure
 * keys: a point of small order or a non-canonical encoding.
 */
export function verificationKey(publicKey: string): KeyObject {
  const point = pointOf(publicKey)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') }
  return createPublicKey({ key: jwk, format: 'jwk' })
}

/**
 * Checks a public key before it is stored: as {@link verificationKey}, and that the point is on the curve.
 *
 * @throws {InvalidSecretError} for a key that is invalid or insecure.
 */
export function assertPublicKey(publicKey: string): void {
  if (!isOnCurve(pointOf(publicKey))) {
    throw new InvalidSecretError('public key: expected a point of Ed25519, got 32 other bytes')
  }
}

function pointOf(publicKey: string): Buffer {
  const point = bytesAfter(PUBLIC_PREFIX, publicKey)
  if (point?.length !== POINT_BYTES) {
    throw new InvalidSecretError('public key: expected "whpk_" and the padded base64 of 32 bytes')
  }
  const weakness = weaknessOf(point)
  if (weakness === undefined) return point
  throw new InvalidSecretError(
    `public key: the point is ${weakness}, so signatures can be forged. Use a generated key`,
  )
}

function bytesAfter(prefix: string, text: string): Buffer | undefined {
  return text.startsWith(prefix) ? strictBase64Bytes(text.slice(prefix.length)) : undefined
}

function keyOfSeed(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
}

function publicPointOf(privateKey: KeyObject): Buffer {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url')
}
