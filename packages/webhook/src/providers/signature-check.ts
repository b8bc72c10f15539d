import { createHmac, createSecretKey, type Hmac, type KeyObject, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { strictBase64Bytes } from '../signing/strict-base64.ts'
import type { RequestSignatures, VerificationKey } from './provider.ts'
import { anySignatureMatches } from './signature-match.ts'

/**
 * Maximum number of Ed25519 signatures that are verified for one request: each hashes the whole body again for each public
 * key, while one HMAC for each secret is enough.
 */
const ED25519_EXAMINED_MAX = 4

/** On the thread pool: with megabytes it would block the event loop too long. */
const verifyOffThread = promisify(
  (
    data: Uint8Array,
    key: KeyObject,
    signature: Uint8Array,
    callback: (error: Error | null, isValid: boolean) => void,
  ) => verify(null, data, key, signature, callback),
)

/**
 * Verifies a body against the signatures in the headers while the body arrives. Computes one HMAC for each secret,
 * regardless of the number of signatures, and nothing for keys of a kind without signatures.
 *
 * ```ts
 * const check = new SignatureCheck(signatures, keys)
 * for (const chunk of chunks) check.update(chunk)
 * if (await check.matches((prefix) => Buffer.concat([prefix, ...chunks]))) …
 * ```
 */
export class SignatureCheck {
  readonly #signatures: RequestSignatures
  readonly #hmacs: readonly Hmac[]
  readonly #publicKeys: readonly KeyObject[]

  constructor(signatures: RequestSignatures, keys: readonly VerificationKey[]) {
    this.#signatures = signatures
    this.#hmacs =
      signatures.hmacs.values.length === 0
        ? []
        : keys.flatMap((each) => (each.kind === 'hmac' ? hmacWith(each.key).update(signatures.prefix) : []))
    this.#publicKeys =
      signatures.ed25519.length === 0
        ? []
        : keys.flatMap((each) => (each.kind === 'ed25519' ? each.publicKey : []))
  }

  /** Adds the next bytes of the body. Hashes them once for each secret. */
  update(chunk: Uint8Array): void {
    for (const hmac of this.#hmacs) hmac.update(chunk)
  }

  /**
   * Whether one of the signatures is valid. Call it once, after the whole body was added.
   *
   * @param joined returns the prefix and the same body in one buffer; called only if there are Ed25519 signatures.
   */
  async matches(joined: (prefix: Uint8Array) => Uint8Array): Promise<boolean> {
    const { encoding, values } = this.#signatures.hmacs
    const expected = this.#hmacs.map((hmac) => hmac.digest(encoding))
    return anySignatureMatches(expected, values) || this.#anyEd25519Matches(joined)
  }

  /** Not in constant time: public keys are no secret. */
  async #anyEd25519Matches(joined: (prefix: Uint8Array) => Uint8Array): Promise<boolean> {
    if (this.#publicKeys.length === 0) return false
    const bytes = joined(Buffer.from(this.#signatures.prefix))
    for (const text of this.#signatures.ed25519.slice(0, ED25519_EXAMINED_MAX)) {
      const signature = strictBase64Bytes(text)
      if (signature === undefined) continue
      for (const publicKey of this.#publicKeys) {
        if (await verifyOffThread(bytes, publicKey, signature)) return true
      }
    }
    return false
  }
}

function hmacWith(key: string | Uint8Array): Hmac {
  // With the bytes instead of a KeyObject, `createHmac` takes four times as long.
  return createHmac('sha256', typeof key === 'string' ? key : createSecretKey(key))
}
