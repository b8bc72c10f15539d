import type { Schemas, Tenant } from '@posthorn/client'
import type { ProviderName } from '@posthorn/webhook'
import { sourceNamed } from '../config/source-named.ts'
import type { Route } from '../forwarding/route.ts'
import { UsageError } from '../process/cli-error.ts'

/** Which events a listener wants. */
export interface Wanted {
  events: readonly string[] | undefined
  sources: readonly Schemas['Source'][]
  routes: readonly Route[]
  forwardTo: URL | undefined
  /** Whose events, unless other options choose them. */
  provider: ProviderName | undefined
}

/**
 * The event types of a new subscription; undefined to leave it as it is.
 * @throws UsageError when the tenant has no source of the provider: a new listener would get all events
 */
export function eventTypesOf({ events, sources, routes, forwardTo, provider }: Wanted): string[] | undefined {
  if (events !== undefined) return [...events]
  if (sources.length > 0) {
    const patterns = sources.map(({ eventTypePrefix }) =>
      eventTypePrefix === '' ? '*' : `${eventTypePrefix}.*`,
    )
    return [...new Set(patterns)]
  }
  if (provider !== undefined) {
    throw new UsageError(
      `--as ${provider}: the tenant has no source of ${provider}; create one with "posthorn sources create", or choose events with --events or --endpoint`,
    )
  }
  if (forwardTo === undefined) return [...new Set(routes.map(({ pattern }) => pattern))]
  return undefined
}

/** The sources whose events are wanted: those that are named, otherwise those of the provider that signs. */
export async function sourcesOf(
  tenant: Tenant,
  { names, provider }: { names: readonly string[]; provider: ProviderName | undefined },
): Promise<Schemas['Source'][]> {
  const found: Schemas['Source'][] = []
  for (const name of names) found.push(await sourceNamed(tenant, name))
  if (names.length > 0 || provider === undefined) return found
  for await (const source of tenant.sources.list()) if (source.provider === provider) found.push(source)
  return found
}
