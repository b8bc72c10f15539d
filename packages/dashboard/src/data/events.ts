import type { components, operations } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'
import { cutMember } from './events/cut-member.ts'

export type EventSummary = components['schemas']['EventSummary']
export type EventQuery = NonNullable<operations['listEvents']['parameters']['query']>

/** An event, with its data as text to the byte: numbers are never parsed. Null when it is no longer kept. */
export type EventDetail = Omit<components['schemas']['Event'], 'data'> & { data: string | null }

const PAGE_ROWS = 50

export function readEvents(
  tenant: string,
  filter: EventQuery,
  { cursor, signal }: { cursor: string | undefined; signal: AbortSignal },
) {
  const query = { ...filter, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) }
  return dataOf(api.GET('/v1/tenants/{tenant}/events', { params: { path: { tenant }, query }, signal }))
}

export function eventQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'event', id],
    queryFn: async ({ signal }): Promise<EventDetail> => {
      const reply = api.GET('/v1/tenants/{tenant}/events/{id}', {
        params: { path: { tenant, id } },
        parseAs: 'text',
        signal,
      })
      const { member, rest } = cutMember(await dataOf(reply), 'data')
      return { ...JSON.parse(rest), data: member ?? null }
    },
    // Only a removal of its content changes an event.
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Sends an event again. Without endpoints: to every enabled one that is subscribed now. */
export function replayEvent(
  tenant: string,
  id: string,
  { endpointIds, idempotencyKey }: { endpointIds: string[] | undefined; idempotencyKey: string },
) {
  return dataOf(
    api.POST('/v1/tenants/{tenant}/events/{id}/replay', {
      params: { path: { tenant, id }, header: { 'Idempotency-Key': idempotencyKey } },
      body: endpointIds === undefined ? {} : { endpointIds },
    }),
  )
}

export async function removeEventContent(tenant: string, id: string): Promise<void> {
  await dataOf(api.DELETE('/v1/tenants/{tenant}/events/{id}/content', { params: { path: { tenant, id } } }))
}
