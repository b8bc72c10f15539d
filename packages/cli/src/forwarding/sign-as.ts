import { type ProviderConfig, type ProviderName, providerOf, signRequest } from '@posthorn/webhook'
import { UsageError } from '../process/cli-error.ts'
import type { ForwardedRequest } from './local-result.ts'

/** Whose signature the local server expects. */
export interface SignAs {
  provider: ProviderName
  secret: string
  config: ProviderConfig
}

/**
 * A function that signs requests in the scheme of a provider. Their original signatures are of another time.
 * @throws UsageError when the secret is none of the provider, or only the provider can sign
 */
export function signAs(
  { provider: name, secret, config }: SignAs,
  now: () => Date,
): (request: ForwardedRequest) => ForwardedRequest {
  const provider = providerOf(name)
  const keys = provider.keysOf([secret], config)
  const [key] = keys
  if (key === undefined) throw new UsageError(`--secret: expected a secret of ${provider.title}`)
  if (key.kind === 'ed25519' || key.kind === 'ecdsa-p256') throw new UsageError(onlyProvider(provider.title))
  return (request) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([header, value]) => [header.toLowerCase(), value]),
    )
    const id = headers['webhook-id'] ?? ''
    const unsigned = { ...request, url: request.url.href, headers, config, id, now: now() }
    const signed = signRequest(provider, unsigned, keys)
    if (signed === undefined) throw new UsageError(onlyProvider(provider.title))
    return { ...request, ...signed, url: new URL(signed.url) }
  }
}

function onlyProvider(title: string): string {
  return `only ${title} itself can sign its webhooks, with a private key`
}
