import { type ProviderName, SourceConfig } from '@posthorn/contracts'
import { check, invalidInput } from '@posthorn/runtime'
import { providerOf } from '@posthorn/webhook'

/**
 * The config of a source of this provider, with its defaults.
 *
 * @throws ProblemError with the path of each member that the provider does not accept
 */
export function parseSourceConfig(name: ProviderName, config: SourceConfig): SourceConfig {
  const parsed = check(providerOf(name).config, config)
  if (parsed.success) return SourceConfig.parse(parsed.data)
  throw invalidInput(parsed.error, 'config')
}
