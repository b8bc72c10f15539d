import {
  findHints,
  type Hint,
  InvalidSecretError,
  KeyUnavailableError,
  PROVIDER_NAMES,
  type ProviderConfig,
  type ProviderName,
  providerOf,
  UnreadablePayloadError,
  verifyWhole,
} from '@posthorn/webhook'
import { z } from 'zod'
import { CliError, UsageError } from '../process/cli-error.ts'

/** What is known of a request and its sender. */
export interface CheckedRequest {
  provider: ProviderName
  secrets: readonly string[]
  config: ProviderConfig
  headers: Record<string, string>
  method: string
  body: Buffer
  /** That the provider called, for those who sign it. */
  url: string
  toleranceSeconds: number
  now: Date
}

/** Whether a request is authentic, and why not. A part of the reply of `POST …/sources/{id}/verify`. */
export interface Verified {
  verified: boolean
  cause: string | null
  detail: string | null
  event: { type: string; id: string | null } | null
  hints: readonly Hint[]
}

/** @throws UsageError with the names of all providers */
export function providerNamed(text: string, option = '--provider'): ProviderName {
  const found = PROVIDER_NAMES.find((name) => name === text)
  if (found !== undefined) return found
  throw new UsageError(`${option}: expected ${PROVIDER_NAMES.join(', ')}; got "${text}"`)
}

/**
 * The config of a provider, with its defaults.
 * @throws UsageError
 */
export function configFor(provider: ProviderName, text: string | undefined): ProviderConfig {
  try {
    return providerOf(provider).config.parse(JSON.parse(text ?? '{}'))
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : 'expected a JSON object'
    throw new UsageError(`--config of ${provider}: ${what}`, { cause: error })
  }
}

/**
 * Verifies a request as the ingest service does, without a server.
 * @throws UsageError for a secret that the provider cannot have
 * @throws CliError when the key of the provider must be fetched
 */
export async function verifyLocally(request: CheckedRequest): Promise<Verified> {
  const { secrets, config, headers, method, body, url, toleranceSeconds, now } = request
  const provider = providerOf(request.provider)
  assertSecrets(request)
  const keys = provider.keysOf(secrets, config)
  const head = { headers, method, url, config, toleranceSeconds, now }
  try {
    const verdict = await verifyWhole(provider, { ...head, body, keys })
    if (verdict.verified) return accepted(request)
    const hints = await findHints({
      provider: request.provider,
      cause: verdict.cause,
      request: { ...head, calledUrl: url, body, keys },
      otherSources: [],
      pause: async () => {},
    })
    return { verified: false, cause: verdict.cause, detail: verdict.detail ?? null, event: null, hints }
  } catch (error) {
    if (!(error instanceof KeyUnavailableError)) throw error
    const what = `${provider.title} publishes its keys: verify with --source, on the server`
    throw new CliError(what, undefined, { cause: error })
  }
}

/** Ingest skips a stored secret that it cannot use; here it is a mistake of the caller. */
function assertSecrets({ provider: name, secrets, config }: CheckedRequest): void {
  const provider = providerOf(name)
  const unusable = secrets.find((secret) => provider.keysOf([secret], config).length === 0)
  if (unusable === undefined) return
  try {
    if (provider.secret === undefined) provider.assertPublicKey(unusable)
    else provider.assertSecret(unusable, config)
  } catch (error) {
    if (!(error instanceof InvalidSecretError)) throw error
    throw new UsageError(`--secret: ${error.message}`, { cause: error })
  }
}

function accepted({ provider, headers, body, config }: CheckedRequest): Verified {
  try {
    const [message] = providerOf(provider).readEvents({ headers, body, config })
    const event = message === undefined ? null : { type: message.providerType, id: message.id ?? null }
    return { verified: true, cause: null, detail: null, event, hints: [] }
  } catch (error) {
    if (!(error instanceof UnreadablePayloadError)) throw error
    return { verified: false, cause: 'unreadable_body', detail: error.message, event: null, hints: [] }
  }
}
