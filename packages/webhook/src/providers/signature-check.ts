import {
  type KeyCheck,
  type RequestSignatures,
  rejected,
  type Verdict,
  type VerificationKey,
  type WholeBody,
} from './provider.ts'

/**
 * Verifies a body against the signatures in the headers while the body arrives, once for each key, regardless of the
 * number of signatures.
 *
 * ```ts
 * const check = new SignatureCheck(signatures, keys)
 * for (const chunk of chunks) check.update(chunk)
 * if (await check.matches((prefix) => Buffer.concat([prefix, ...chunks]))) …
 * ```
 */
export class SignatureCheck {
  readonly #checks: KeyCheck[] = []

  constructor(signatures: RequestSignatures, keys: readonly VerificationKey[]) {
    for (const key of keys) {
      const check = signatures.checkWith(key)
      if (check !== undefined) this.#checks.push(check)
    }
  }

  /** Adds the next bytes of the body. */
  update(chunk: Uint8Array): void {
    for (const check of this.#checks) check.update?.(chunk)
  }

  /**
   * The verdict. Call it once, after the whole body was added. Every key is tried, also after a match: otherwise the time
   * would show which secret matched.
   *
   * @param body returns a prefix and the same body in one buffer; called only by schemes that need it.
   */
  async verify(body: WholeBody): Promise<Verdict> {
    let final = rejected('wrong_signature')
    for (const check of this.#checks) {
      const verdict = check.verify(body)
      final = strongest(final, 'verified' in verdict ? verdict : await verdict)
    }
    return final
  }

  /** Whether one of the signatures is valid: {@link verify} without the cause. */
  async matches(body: WholeBody): Promise<boolean> {
    return (await this.verify(body)).verified
  }
}

/** A match of any key counts; then, that a time in the body is too old, which says more than another key's mismatch. */
function strongest(one: Verdict, other: Verdict): Verdict {
  if (one.verified || other.verified) return one.verified ? one : other
  return one.cause === 'wrong_signature' ? other : one
}
