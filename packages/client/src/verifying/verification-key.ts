import { base64Of, bytesOfBase64 } from './base64.ts'
import { InvalidSecretError } from './errors.ts'
import type { SignedHeaders } from './signed-headers.ts'

/** Verifies signatures with one secret or public key. */
export interface VerificationKey {
  /** @throws {InvalidSecretError} if this runtime cannot use the key */
  matches(signed: Uint8Array<ArrayBuffer>, signatures: Pick<SignedHeaders, 'v1' | 'v1a'>): Promise<boolean>
}

/** Limits of Standard Webhooks for a shared secret. */
const SECRET_BYTES = { min: 24, max: 64 }
const PUBLIC_KEY_BYTES = 32
/** Each hashes the whole body again. */
const PUBLIC_KEY_SIGNATURES_MAX = 4

/**
 * The key in a secret: its form decides which signatures it verifies, never the request.
 *
 * @throws {InvalidSecretError}
 */
export function verificationKeyOf(secret: string): VerificationKey {
  if (secret.startsWith('whsec_')) return sharedKey(bytesAfter('whsec_', secret))
  if (secret.startsWith('whpk_')) return publicKey(bytesAfter('whpk_', secret))
  throw new InvalidSecretError('secret: expected "whsec_…", or the public key "whpk_…"')
}

function bytesAfter(prefix: string, secret: string): Uint8Array<ArrayBuffer> {
  const bytes = bytesOfBase64(secret.slice(prefix.length))
  if (bytes === undefined) throw new InvalidSecretError(`secret: expected padded base64 after "${prefix}"`)
  return bytes
}

function sharedKey(bytes: Uint8Array<ArrayBuffer>): VerificationKey {
  const { min, max } = SECRET_BYTES
  if (bytes.length < min || bytes.length > max) {
    throw new InvalidSecretError(
      `secret: expected ${min} to ${max} bytes after decoding, got ${bytes.length}`,
    )
  }
  return {
    async matches(signed, { v1 }) {
      const hmac = { name: 'HMAC', hash: 'SHA-256' }
      const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['sign'])
      const expected = base64Of(new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)))
      // Each is compared, also after a match: the time shows nothing.
      return v1.map((signature) => isSameText(expected, signature)).includes(true)
    },
  }
}

function publicKey(bytes: Uint8Array<ArrayBuffer>): VerificationKey {
  if (bytes.length !== PUBLIC_KEY_BYTES) {
    throw new InvalidSecretError(
      `public key: expected ${PUBLIC_KEY_BYTES} bytes after decoding, got ${bytes.length}`,
    )
  }
  return {
    async matches(signed, { v1a }) {
      const key = await importPublicKey(bytes)
      for (const signature of v1a.slice(0, PUBLIC_KEY_SIGNATURES_MAX)) {
        const decoded = bytesOfBase64(signature)
        if (decoded !== undefined && (await crypto.subtle.verify('Ed25519', key, decoded, signed)))
          return true
      }
      return false
    },
  }
}

async function importPublicKey(bytes: Uint8Array<ArrayBuffer>) {
  try {
    return await crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify'])
  } catch {
    throw new InvalidSecretError(
      'public key: it is no point of Ed25519, or the WebCrypto of this runtime has no Ed25519',
    )
  }
}

/** Compares in a time that depends only on the length: encoded texts, because decoders skip characters. */
function isSameText(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at)
  return difference === 0
}
