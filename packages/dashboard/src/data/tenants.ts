import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'

/** The newest tenants, with what waits; for the operator. */
export const tenantsQuery = queryOptions({
  queryKey: ['tenants', 'waiting'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/waiting', { params: { query: { limit: 250 } }, signal })),
  refetchInterval: 10_000,
})

/** The queue, and whether a worker is connected; for the operator. */
export const queueQuery = queryOptions({
  queryKey: ['queue'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/queue', { signal })),
  refetchInterval: 10_000,
})
