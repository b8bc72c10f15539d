import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'

export type Event = components['schemas']['EventSummary']

const DEMO_TENANT = 'demo'
const WATCH_MS = 1_000

/** The URL of the receiver that `npm start` runs; null where there is none, or for a tenant's key, which does not see it. */
export const builtInReceiverQuery = queryOptions({
  queryKey: ['built-in-receiver'],
  queryFn: async ({ signal }) => {
    const params = { path: { tenant: DEMO_TENANT }, query: { limit: 250 } }
    const { data } = await api.GET('/v1/tenants/{tenant}/endpoints', { params, signal })
    return data?.data.find(({ metadata }) => metadata['demo'] === 'receiver')?.url ?? null
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** The newest event of a tenant, read each second. */
export function newestEventQuery(tenant: string) {
  return queryOptions({
    queryKey: [tenant, 'events', 'newest'],
    queryFn: async ({ signal }) => {
      const params = { path: { tenant }, query: { limit: 1 } }
      const { data } = await dataOf(api.GET('/v1/tenants/{tenant}/events', { params, signal }))
      return data[0] ?? null
    },
    refetchInterval: WATCH_MS,
  })
}

/** The deliveries of an event, read each second until all have ended. */
export function deliveriesOfEventQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'event', id, 'deliveries'],
    queryFn: async ({ signal }) => {
      const params = { path: { tenant, id } }
      const { data } = await dataOf(
        api.GET('/v1/tenants/{tenant}/events/{id}/deliveries', { params, signal }),
      )
      return data
    },
    refetchInterval: ({ state }) =>
      state.data?.every(({ status }) => status !== 'pending') === true ? false : WATCH_MS,
  })
}

export function createEndpoint(tenant: string, url: string) {
  return dataOf(api.POST('/v1/tenants/{tenant}/endpoints', { params: { path: { tenant } }, body: { url } }))
}

/** @param data JSON, sent as it is */
export function publishEvent(tenant: string, { type, data }: { type: string; data: string }) {
  return dataOf(
    api.POST('/v1/tenants/{tenant}/events', {
      params: { path: { tenant } },
      body: { type, data: {} },
      bodySerializer: () => `{"type":${JSON.stringify(type)},"data":${data}}`,
    }),
  )
}
