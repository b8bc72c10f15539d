import type { Environment } from '../cli.ts'
import { CliError, UsageError } from '../process/cli-error.ts'
import { EXIT_CODES } from '../process/exit-code.ts'
import type { Config, Profile } from './config-file.ts'

const DEFAULT_PROFILE = 'default'
const DEFAULT_URL = 'http://127.0.0.1:8080'

/** Options that name a Posthorn and a tenant. */
export interface ConnectionOptions {
  url?: string | undefined
  tenant?: string | undefined
  profile?: string | undefined
}

/** A Posthorn, and a key for it. */
export interface Connection {
  url: string
  key: string
  /** Undefined: the tenant of the key. */
  tenant: string | undefined
}

/** The name of the profile to use or to store. */
export function profileNameOf(options: ConnectionOptions, env: Environment): string {
  return options.profile ?? (env['POSTHORN_PROFILE'] || DEFAULT_PROFILE)
}

/** The URL to use, without a slash at its end. */
export function urlOf(options: ConnectionOptions, env: Environment, profile?: Profile): string {
  const text = options.url ?? (env['POSTHORN_URL'] || (profile?.url ?? DEFAULT_URL))
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`URL of Posthorn: expected http:// or https://, got "${text}"`)
  }
  return url.href.replace(/\/+$/, '')
}

/**
 * An option takes precedence over the environment, and the environment over the profile.
 * @throws UsageError when the profile does not exist
 * @throws CliError without a key, and when the key of a profile would be sent to another server
 */
export function connectionOf(
  options: ConnectionOptions,
  env: Environment,
  { profiles }: Pick<Config, 'profiles'>,
): Connection {
  const name = profileNameOf(options, env)
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile === undefined && name !== DEFAULT_PROFILE) {
    throw new UsageError(`profile "${name}" does not exist: run "posthorn login --profile ${name}"`)
  }
  const url = urlOf(options, env, profile)
  const ownKey = env['POSTHORN_API_KEY']
  const key = ownKey || profile?.key
  if (key === undefined) {
    throw new CliError('no API key: run "posthorn login", or set POSTHORN_API_KEY', EXIT_CODES.unauthorized)
  }
  if (!ownKey && profile !== undefined && new URL(profile.url).origin !== new URL(url).origin) {
    throw new CliError(
      `the key of profile "${name}" is for ${new URL(profile.url).origin} and is not sent to ${new URL(url).origin}: ` +
        'run "posthorn login" with another --profile, or set POSTHORN_API_KEY',
      EXIT_CODES.unauthorized,
    )
  }
  const ownTenant = options.tenant ?? (env['POSTHORN_TENANT'] || undefined)
  // The tenant of a profile belongs to its key.
  return { url, key, tenant: ownTenant ?? (ownKey ? undefined : profile?.tenant) }
}
