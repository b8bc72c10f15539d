import { createHmac, createSecretKey, type Hmac, type KeyObject, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { strictBase64Bytes } from '../signing/strict-base64.ts'
import type { SignatureClaim, VerificationKey } from './provider.ts'
import { anySignatureMatches } from './signature-match.ts'

/**
 * Most Ed25519 signatures of one request that are verified: each is hashed with the whole body once more for each public
 * key, while an HMAC is made once for each secret.
 */
const ED25519_EXAMINED_MAX = 4

/** On the thread pool: for a body of megabytes it takes longer than an event loop may be blocked. */
const verifyOffThread = promisify(
  (
    data: Uint8Array,
    key: KeyObject,
    signature: Uint8Array,
    callback: (error: Error | null, isValid: boolean) => void,
  ) => verify(null, data, key, signature, callback),
)

/**
 * Compares a body with what the headers of its request claim, while the body arrives: one HMAC for each secret, however
 * many signatures there are, and nothing for a kind of key of which there is no signature.
 *
 * ```ts
 * const check = new SignatureCheck(claim, keys)
 * for (const chunk of chunks) check.update(chunk)
 * if (await check.matches((prefix) => Buffer.concat([prefix, ...chunks]))) …
 * ```
 */
export class SignatureCheck {
  readonly #claim: SignatureClaim
  readonly #hmacs: readonly Hmac[]
  readonly #publicKeys: readonly KeyObject[]

  constructor(claim: SignatureClaim, keys: readonly VerificationKey[]) {
    this.#claim = claim
    this.#hmacs =
      claim.hmacs.values.length === 0
        ? []
        : keys.flatMap((each) => (each.kind === 'hmac' ? hmacWith(each.key).update(claim.prefix) : []))
    this.#publicKeys =
      claim.ed25519.length === 0
        ? []
        : keys.flatMap((each) => (each.kind === 'ed25519' ? each.publicKey : []))
  }

  /** Adds the next bytes of the body. Takes as long as hashing them once for each secret. */
  update(chunk: Uint8Array): void {
    for (const hmac of this.#hmacs) hmac.update(chunk)
  }

  /**
   * Whether one of the signatures is right. To be called once, when the body has been added.
   *
   * @param joined gives the same bytes behind a prefix, in one piece; called only when there is an Ed25519 signature to
   * verify.
   */
  async matches(joined: (prefix: Uint8Array) => Uint8Array): Promise<boolean> {
    const { encoding, values } = this.#claim.hmacs
    const expected = this.#hmacs.map((hmac) => hmac.digest(encoding))
    return anySignatureMatches(expected, values) || this.#anyEd25519Matches(joined)
  }

  /** Public keys hold no secret that the time taken could give away. */
  async #anyEd25519Matches(joined: (prefix: Uint8Array) => Uint8Array): Promise<boolean> {
    if (this.#publicKeys.length === 0) return false
    const bytes = joined(Buffer.from(this.#claim.prefix))
    for (const text of this.#claim.ed25519.slice(0, ED25519_EXAMINED_MAX)) {
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
  // Given the bytes themselves, `createHmac` takes four times as long.
  return createHmac('sha256', typeof key === 'string' ? key : createSecretKey(key))
}
