import { createHmac, type KeyObject, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { type KeyCheck, type RequestSignatures, VERIFIED, verdictOf } from '../provider.ts'
import type { HmacAlgorithm, SignatureEncoding } from './encodings.ts'
import { anySignatureMatches } from './signature-match.ts'

/**
 * Maximum number of public-key signatures that are verified for one request: each hashes the whole body again for each
 * public key, while one HMAC for each secret is enough.
 */
const PUBLIC_KEY_SIGNATURES_MAX = 4

/** Signatures over the body, with text before and after it. */
export interface SignedContent {
  /** Unix seconds. */
  signedAt: number | undefined
  before: string
  after?: string
  /** HMACs without their labels. */
  hmacs?: { algorithm: HmacAlgorithm; encoding: SignatureEncoding; values: readonly string[] }
  /** Signatures for a public key, decoded. */
  publicKey?: { kind: 'ed25519' | 'ecdsa-p256'; values: readonly Uint8Array[] }
}

/** The signatures of a scheme that signs the body itself. HMACs hash it while it arrives. */
export function signedContent(content: SignedContent): RequestSignatures {
  const { hmacs, publicKey } = content
  return {
    signedAt: content.signedAt,
    checkWith(key) {
      if (key.kind === 'hmac' && hmacs !== undefined && hmacs.values.length > 0) {
        return hmacCheck(content, hmacs, key.keyObject)
      }
      if (key.kind === publicKey?.kind && publicKey.values.length > 0 && 'publicKey' in key) {
        return publicKeyCheck(content, publicKey.values, key.publicKey)
      }
      return undefined
    },
    signedBytes: (body) =>
      Buffer.concat([Buffer.from(content.before), body, Buffer.from(content.after ?? '')]),
  }
}

function hmacCheck(
  { before, after = '' }: SignedContent,
  { algorithm, encoding, values }: NonNullable<SignedContent['hmacs']>,
  key: KeyObject,
): KeyCheck {
  const hmac = createHmac(algorithm, key).update(before)
  return {
    update: (chunk) => void hmac.update(chunk),
    verify() {
      if (after !== '') hmac.update(after)
      return verdictOf(anySignatureMatches([hmac.digest(encoding)], values))
    },
  }
}

/** Not in constant time: public keys are no secret. */
function publicKeyCheck(
  { before, after = '' }: SignedContent,
  values: readonly Uint8Array[],
  key: KeyObject,
): KeyCheck {
  return {
    async verify(body) {
      const signed = body(Buffer.from(before))
      const bytes = after === '' ? signed : Buffer.concat([signed, Buffer.from(after)])
      for (const signature of values.slice(0, PUBLIC_KEY_SIGNATURES_MAX)) {
        if (await verifyOffThread(bytes, key, signature)) return VERIFIED
      }
      return verdictOf(false)
    },
  }
}

/** On the thread pool: with megabytes it would block the event loop too long. */
const verifyOffThread = promisify(
  (
    data: Uint8Array,
    key: KeyObject,
    signature: Uint8Array,
    callback: (error: Error | null, isValid: boolean) => void,
  ) => verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', data, key, signature, callback),
)
