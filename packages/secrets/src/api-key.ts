import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const RANDOM_BYTES = 32
export const API_KEY_PREFIX = 'phk_'

/** A new key: 256 random bits after a prefix that secret scanners recognise. */
export function generateApiKey(): string {
  return API_KEY_PREFIX + randomBytes(RANDOM_BYTES).toString('base64url')
}

/** The stored form of a key. One round of SHA-256 suffices for 256 random bits; slow hashes are for passwords. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/** Compares two hashes of keys in constant time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
