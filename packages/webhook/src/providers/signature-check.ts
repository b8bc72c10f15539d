import {
  type KeyCheck,
  type RequestSignatures,
  rejected,
  type Unverified,
  type VerificationKey,
  type WholeBody,
} from './provider.ts'

/** The verdict of all keys, with the position of the first that verifies. */
export type Verification = { verified: true; keyIndex: number } | Unverified

/**
 * Verifies a body against the signatures in the headers while the body arrives, once for each key, regardless of the
 * number of signatures.
 *
 * ```ts
 * const check = new SignatureCheck(signatures, keys)
 * for (const chunk of chunks) check.update(chunk)
 * const { verified } = await check.verify((prefix) => Buffer.concat([prefix, ...chunks]))
 * ```
 */
export class SignatureCheck {
  /** In the order of the keys; undefined for those that no signature is for. */
  readonly #checks: readonly (KeyCheck | undefined)[]

  constructor(signatures: RequestSignatures, keys: readonly VerificationKey[]) {
    this.#checks = keys.map((key) => signatures.checkWith(key))
  }

  /** Adds the next bytes of the body. */
  update(chunk: Uint8Array): void {
    for (const check of this.#checks) check?.update?.(chunk)
  }

  /**
   * The verdict. Call it once, after the whole body was added. Every key is tried, also after a match: otherwise the time
   * would show which secret matched.
   *
   * @param body returns a prefix and the same body in one buffer; called only by schemes that need it.
   */
  async verify(body: WholeBody): Promise<Verification> {
    let final: Verification = rejected('signature_mismatch')
    for (const [keyIndex, check] of this.#checks.entries()) {
      if (check === undefined) continue
      const checked = check.verify(body)
      const verdict = 'verified' in checked ? checked : await checked
      final = strongest(final, verdict.verified ? { verified: true, keyIndex } : verdict)
    }
    return final
  }
}

/** A match of any key counts; then, that a time in the body is too old, which says more than another key's mismatch. */
function strongest(one: Verification, other: Verification): Verification {
  if (one.verified || other.verified) return one.verified ? one : other
  return one.cause === 'signature_mismatch' ? other : one
}
