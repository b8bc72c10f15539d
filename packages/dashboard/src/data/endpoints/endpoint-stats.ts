import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'
import { BUCKETS, type Period, startOf } from '../periods.ts'

const REFRESH_MS = 30_000

/** Deliveries and attempts of an endpoint over time, with their totals. */
export function endpointStatsQuery(tenant: string, endpointId: string, period: Period) {
  return queryOptions({
    queryKey: [tenant, 'endpoint', endpointId, 'stats', period],
    queryFn: ({ signal }) => {
      const query = { endpointId, from: startOf(period, Date.now()), bucket: BUCKETS[period] }
      return dataOf(api.GET('/v1/tenants/{tenant}/stats', { params: { path: { tenant }, query }, signal }))
    },
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
  })
}

/** How many deliveries of an endpoint are pending now. */
export function endpointPendingQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'endpoint', id, 'pending'],
    queryFn: ({ signal }) => {
      const query = { from: startOf('1h', Date.now()) }
      return dataOf(
        api.GET('/v1/tenants/{tenant}/endpoints/{id}/stats', {
          params: { path: { tenant, id }, query },
          signal,
        }),
      )
    },
    refetchInterval: 10_000,
  })
}
