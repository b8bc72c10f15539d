import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'
import { memberText } from './member-text.ts'

/** The data of an event as text, to the byte: numbers are never parsed. Undefined when it is no longer kept. */
export function eventDataQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'event', id, 'data'],
    queryFn: async ({ signal }) => {
      const reply = api.GET('/v1/tenants/{tenant}/events/{id}', {
        params: { path: { tenant, id } },
        parseAs: 'text',
        signal,
      })
      return memberText(await dataOf(reply), 'data') ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}
