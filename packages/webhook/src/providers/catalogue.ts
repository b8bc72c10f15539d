import { github } from './github.ts'
import type { Provider, ProviderName } from './provider.ts'
import { standardWebhooks } from './standard-webhooks.ts'
import { stripe } from './stripe.ts'

const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
  stripe,
  github,
  'standard-webhooks': standardWebhooks,
}

/** The provider with this name. */
export function providerOf(name: ProviderName): Provider {
  return PROVIDERS[name]
}
