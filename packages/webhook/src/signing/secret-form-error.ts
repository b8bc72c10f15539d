/**
 * A signing or verification secret does not have the form its scheme demands. The message says which form is
 * expected and what is wrong, and never contains the secret itself, so it may be shown and logged.
 */
export class SecretFormError extends Error {
  override readonly name = 'SecretFormError'
}
