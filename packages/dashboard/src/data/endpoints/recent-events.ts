import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'

/** The newest events of a tenant, to try a filter with. */
export function recentEventsQuery(tenant: string) {
  return queryOptions({
    queryKey: [tenant, 'events', 'recent'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/events', {
          params: { path: { tenant }, query: { limit: 25 } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })
}

/** Names of event types to choose from: those of the catalogue, which are no more than a suggestion. */
export function eventTypeNamesQuery(tenant: string) {
  return queryOptions({
    queryKey: [tenant, 'event-type-names'],
    queryFn: async ({ signal }) => {
      const { data } = await dataOf(api.GET('/v1/event-types', { params: { query: { limit: 250 } }, signal }))
      return data.filter(({ archived }) => !archived).map(({ name, description }) => ({ name, description }))
    },
    staleTime: 60_000,
  })
}
