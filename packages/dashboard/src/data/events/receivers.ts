import type { components } from '@posthorn/contracts/client-types'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'

type Delivery = components['schemas']['Delivery']
export type EventMatch = components['schemas']['EventMatch']

const MATCHES_ROWS = 100

/** Every endpoint, and why it received an event or did not. */
export function matchesQuery(tenant: string, id: string) {
  return infiniteQueryOptions({
    queryKey: [tenant, 'event', id, 'matches'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/events/{id}/matches', {
          params: {
            path: { tenant, id },
            query: { limit: MATCHES_ROWS, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

/** The newest deliveries of an event. */
export function eventDeliveriesQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'event', id, 'deliveries'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/events/{id}/deliveries', {
          params: { path: { tenant, id }, query: { limit: 250 } },
          signal,
        }),
      ),
  })
}

/** The newest attempts of a delivery, read again when there is one more. */
export function newestAttemptsQuery(
  tenant: string,
  { id, attemptCount }: Pick<Delivery, 'id' | 'attemptCount'>,
  limit: number,
) {
  return queryOptions({
    queryKey: [tenant, 'delivery', id, 'newest attempts', attemptCount, limit],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/deliveries/{id}/attempts', {
          params: { path: { tenant, id }, query: { limit } },
          signal,
        }),
      ),
    enabled: attemptCount > 0,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
}
