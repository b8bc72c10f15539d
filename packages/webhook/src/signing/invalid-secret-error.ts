/**
 * A signing or verification secret does not have the form of its scheme. The message has the expected form and the
 * mistake, but never the secret, so it can be shown and logged.
 */
export class InvalidSecretError extends Error {
  override readonly name = 'InvalidSecretError'
}
