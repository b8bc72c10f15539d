import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'
import { BUCKETS, type Period, startOf } from './periods.ts'

export type Stats = components['schemas']['Stats']
export type Failure = components['schemas']['Failure']

const REFRESH_MS = 15_000

/** Events, deliveries and attempts over time. */
export function statsQuery(tenant: string, period: Period) {
  return queryOptions({
    queryKey: [tenant, 'stats', period],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/stats', {
          params: { path: { tenant }, query: { from: startOf(period, Date.now()), bucket: BUCKETS[period] } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
  })
}

/** What fails: endpoint and cause, the latest first; of all endpoints, or of one. */
export function failuresQuery(tenant: string, period: Period, endpointId?: string) {
  return queryOptions({
    queryKey: [tenant, 'failures', period, endpointId],
    queryFn: ({ signal }) => {
      const only = endpointId === undefined ? {} : { endpointId }
      const query = { from: startOf(period, Date.now()), limit: 20, ...only }
      return dataOf(api.GET('/v1/tenants/{tenant}/failures', { params: { path: { tenant }, query }, signal }))
    },
    refetchInterval: REFRESH_MS,
  })
}

/** What waits for each endpoint, since when and why. */
export function waitingQuery(tenant: string) {
  return queryOptions({
    queryKey: [tenant, 'waiting'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/waiting', {
          params: { path: { tenant }, query: { limit: 100 } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
  })
}
