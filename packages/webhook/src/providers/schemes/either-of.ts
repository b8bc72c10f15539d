import type { SignatureScheme } from '../provider.ts'

/**
 * Two schemes of one provider. The kind of the configured key decides which of them verifies a request, never the request:
 * each scheme ignores keys of the other.
 */
export function eitherOf(first: SignatureScheme, second: SignatureScheme): SignatureScheme {
  return {
    sign: (request, key) => first.sign?.(request, key) ?? second.sign?.(request, key),
    signaturesIn(head) {
      const found = [first, second].map((scheme) => scheme.signaturesIn(head))
      const signatures = found.flatMap((each) => ('verified' in each ? [] : [each]))
      const refusals = found.flatMap((each) => ('verified' in each ? [each] : []))
      const [refusal] = refusals.filter(({ cause }) => cause !== 'missing_header').concat(refusals)
      if (signatures.length === 0 && refusal !== undefined) return refusal
      return {
        signedAt: signatures.find(({ signedAt }) => signedAt !== undefined)?.signedAt,
        checkWith: (key) =>
          signatures.map((each) => each.checkWith(key)).find((check) => check !== undefined),
        signedBytes: (body) =>
          signatures.map((each) => each.signedBytes?.(body)).find((bytes) => bytes !== undefined),
      }
    },
  }
}
