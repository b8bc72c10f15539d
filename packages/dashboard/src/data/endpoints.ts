import type { components, operations } from '@posthorn/contracts/client-types'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, dataOf } from './client.ts'

export type Endpoint = components['schemas']['Endpoint']
export type EndpointFilter = NonNullable<operations['listEndpoints']['parameters']['query']>

const PAGE_ROWS = 50

export function readEndpoints(
  tenant: string,
  filter: EndpointFilter,
  { cursor, signal }: { cursor: string | undefined; signal: AbortSignal },
) {
  const query = { ...filter, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) }
  return dataOf(api.GET('/v1/tenants/{tenant}/endpoints', { params: { path: { tenant }, query }, signal }))
}

export function endpointQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'endpoint', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/tenants/{tenant}/endpoints/{id}', { params: { path: { tenant, id } }, signal })),
  })
}

/** The newest endpoints of a tenant. */
export function endpointsQuery(tenant: string) {
  return queryOptions({
    queryKey: [tenant, 'endpoints', 'newest'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/endpoints', {
          params: { path: { tenant }, query: { limit: 250 } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })
}

/** The names of endpoints by their ids. Of an unknown or deleted one, its id. */
export function useEndpointNames(tenant: string): (id: string) => string {
  const { data } = useQuery(endpointsQuery(tenant))
  return useMemo(() => {
    const names = new Map(data?.data.map((endpoint) => [endpoint.id, nameOfEndpoint(endpoint)]))
    return (id) => names.get(id) ?? id
  }, [data])
}

/** Where an endpoint receives: a relay has a name in place of a URL. */
interface Receiver {
  url?: string | null | undefined
  relayName?: string | null | undefined
}

/** An endpoint as people read it: its URL without the scheme, or the name of a relay. */
export function nameOfEndpoint(receiver: Receiver): string {
  return addressOf(receiver)
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
}

/** The URL of an endpoint, or the name of a relay. */
export function addressOf({ url, relayName }: Receiver): string {
  return url ?? `Relay: ${relayName ?? ''}`
}
