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

/** The names of endpoints by their ids: host and path of the URL. Of an unknown or deleted one, its id. */
export function useEndpointNames(tenant: string): (id: string) => string {
  const { data } = useQuery(endpointsQuery(tenant))
  return useMemo(() => {
    const urls = new Map(data?.data.map(({ id, url }) => [id, url]))
    return (id) => nameOfUrl(urls.get(id)) ?? id
  }, [data])
}

/** A URL as people read it, without its scheme. */
export function nameOfUrl(url: string | undefined): string | undefined {
  return url?.replace(/^https?:\/\//, '').replace(/\/$/, '')
}
