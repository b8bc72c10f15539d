import { ProblemError, type ProviderName } from '@posthorn/contracts'
import { InvalidSecretError, providerOf } from '@posthorn/webhook'

/** Only Standard Webhooks can be verified with a public key. */
export function assertPublicKey(provider: ProviderName, publicKey: string | null | undefined): void {
  if (typeof publicKey !== 'string' || provider === 'standard-webhooks') return
  const message = `a source of ${provider} has no public key: send its secrets`
  throw new ProblemError('invalid_request', `publicKey: ${message}`, {
    errors: [{ path: 'publicKey', message }],
  })
}

/** @throws ProblemError for each secret that is not in the provider's format */
export function assertSecrets(provider: ProviderName, secrets: readonly string[]): void {
  for (const [index, secret] of secrets.entries()) {
    try {
      providerOf(provider).assertSecret(secret)
    } catch (error) {
      if (!(error instanceof InvalidSecretError)) throw error
      const path = `secrets.${index}`
      throw new ProblemError('invalid_request', `${path}: ${error.message}`, {
        errors: [{ path, message: error.message }],
      })
    }
  }
}
