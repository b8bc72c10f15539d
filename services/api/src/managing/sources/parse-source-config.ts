import { ProblemError, type ProviderName, SourceConfig } from '@posthorn/contracts'
import { providerOf } from '@posthorn/webhook'

/**
 * The config of a source of this provider, with its defaults.
 *
 * @throws ProblemError with the path of each member that the provider does not accept
 */
export function parseSourceConfig(name: ProviderName, config: SourceConfig): SourceConfig {
  const parsed = providerOf(name).config.safeParse(config)
  if (parsed.success) return SourceConfig.parse(parsed.data)
  const errors = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: `config.${key}`, message: 'unknown field' }))
      : [{ path: ['config', ...issue.path].join('.'), message: issue.message }],
  )
  const [first] = errors
  throw new ProblemError('invalid_request', `${first?.path}: ${first?.message}`, { errors })
}
