import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'

/** The objects that have an id, external id or trace id. */
export function searchQuery(tenant: string, q: string) {
  return queryOptions({
    queryKey: [tenant, 'search', q],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/tenants/{tenant}/search', { params: { path: { tenant }, query: { q } }, signal })),
  })
}
