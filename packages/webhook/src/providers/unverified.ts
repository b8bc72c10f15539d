import { rejected, type Unverified } from './provider.ts'

/** A header that the signature needs is missing. */
export function missingHeader(name: string): Unverified {
  return rejected('missing_header', `It is the header ${name}.`)
}

/** A header is not in the form of the provider, or occurs several times. */
export function malformedHeader(name: string): Unverified {
  return rejected('malformed_header', `It is the header ${name}.`)
}

/** {@link missingHeader} for a provider whose signature is in the body. */
export function missingField(path: string): Unverified {
  return rejected('missing_header', `The signature is in the body: expected "${path}" there.`)
}

/** {@link malformedHeader} for a provider whose signature is in the body. */
export function malformedField(path: string): Unverified {
  return rejected('malformed_header', `The signature is in the body: expected another form of "${path}".`)
}

/** The signatures have versions, and none that verifies. */
export function unknownVersion(where: string, expected: string): Unverified {
  return rejected('unknown_version', `Expected ${expected} in ${where}.`)
}
