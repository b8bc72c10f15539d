import { ProblemError, type ProviderName, type SourceConfig } from '@posthorn/contracts'
import { InvalidSecretError, providerOf } from '@posthorn/webhook'

/** @throws ProblemError for a key that is not in the provider's format, and for a provider that signs with a secret */
export function assertPublicKey(name: ProviderName, publicKey: string | null | undefined): void {
  if (typeof publicKey !== 'string') return
  const provider = providerOf(name)
  if (provider.publicKey === undefined) {
    throw invalid('publicKey', `a source of ${name} has no public key: send its secrets`)
  }
  assertKey('publicKey', () => provider.assertPublicKey(publicKey))
}

/** @throws ProblemError for each secret that is not in the provider's format */
export function assertSecrets(name: ProviderName, secrets: readonly string[], config: SourceConfig): void {
  for (const [index, secret] of secrets.entries()) {
    assertKey(`secrets.${index}`, () => providerOf(name).assertSecret(secret, config))
  }
}

function assertKey(path: string, assert: () => void): void {
  try {
    assert()
  } catch (error) {
    if (!(error instanceof InvalidSecretError)) throw error
    throw invalid(path, error.message)
  }
}

function invalid(path: string, message: string): ProblemError {
  return new ProblemError('invalid_request', `${path}: ${message}`, { errors: [{ path, message }] })
}
