import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, dataOf } from './client.ts'

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
