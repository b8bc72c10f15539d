import type { Schemas } from '@posthorn/client'
import type { SvixApplication, SvixEndpoint, SvixHeaders } from './svix-server.ts'

/** Metadata of an imported endpoint: the endpoint of Svix that it was made from. */
export const SVIX_ENDPOINT = 'svixEndpoint'
/** Metadata of an endpoint whose secret is not imported yet. */
export const SVIX_INCOMPLETE = 'svixIncomplete'

/** The tenant for an application: its own name for it, or its id. */
export function tenantIdOf({ uid, id }: SvixApplication): string {
  return uid != null && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(uid) ? uid : id
}

/** An endpoint as it is here, disabled until its secret is imported, and what it loses. */
export function endpointOf(
  endpoint: SvixEndpoint,
  { headers, sensitive }: SvixHeaders,
): { created: Schemas['EndpointCreate']; losses: string[] } {
  const { id, url, description, filterTypes, channels, rateLimit, metadata } = endpoint
  const losses = [
    ...(channels != null && channels.length > 0 ? [`channels ${channels.join(', ')}`] : []),
    ...(sensitive.length > 0
      ? [`values of the headers ${sensitive.join(', ')}, which Svix does not show`]
      : []),
  ]
  const created = {
    url,
    description,
    eventTypes: filterTypes == null || filterTypes.length === 0 ? ['*'] : filterTypes,
    enabled: false,
    headers,
    // As Svix sends it: the data alone.
    payloadFormat: 'raw' as const,
    rateLimitPerSecond: rateLimit ?? null,
    metadata: { ...metadata, [SVIX_ENDPOINT]: id, [SVIX_INCOMPLETE]: 'true' },
  }
  return { created, losses }
}

/** Why a secret cannot be imported; undefined if it can. */
export function secretProblem(secret: string): string | undefined {
  if (secret.startsWith('whsec_')) return undefined
  return 'its secret is a key pair, which is not imported: the endpoint gets a new secret'
}
