import { type ProviderConfig, type ProviderName, providerOf } from '@posthorn/webhook'
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
  const [key] = provider.keysOf([secret], config)
  if (key === undefined) throw new UsageError(`--secret: expected a secret of ${provider.title}`)
  if (key.kind === 'ed25519' || key.kind === 'ecdsa-p256') throw new UsageError(onlyProvider(name, provider.title))
  return (request) => {
    const { url, method, body } = request
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([header, value]) => [header.toLowerCase(), value]),
    )
    const id = headers['webhook-id'] ?? ''
    const signed = provider.sign({ url: url.href, method, headers, body, config, id, now: now() }, key)
    if (signed === undefined) throw new UsageError(onlyProvider(name, provider.title))
    return {
      ...request,
      headers: { ...headers, ...signed.headers },
      body: signed.body ?? body,
      url: signed.url === undefined ? url : new URL(signed.url),
    }
  }
}

function onlyProvider(name: string, title: string): string {
  return `--as ${name}: only ${title} itself can sign, with a private key`
}
