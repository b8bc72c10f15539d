import { InvalidSecretError } from '../../signing/invalid-secret-error.ts'
import type { KeyForm, ProviderConfig, VerificationKey } from '../provider.ts'

/** Parses a key in the first form that fits; undefined in none. Stored keys may be older than a rule about their form. */
export function keyInForms(
  text: string,
  forms: readonly KeyForm[],
  config: ProviderConfig,
): VerificationKey | undefined {
  for (const form of forms) {
    try {
      return form.parse(text, config)
    } catch (error) {
      if (!(error instanceof InvalidSecretError)) throw error
    }
  }
  return undefined
}
