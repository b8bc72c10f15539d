import type { components, operations } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'
import { type Period, startOf } from './periods.ts'
import { verifyRequest } from './sources.ts'

export type InboundRequest = components['schemas']['InboundRequest']
export type InboundRequestDetail = components['schemas']['InboundRequestDetail']
export type Rejection = components['schemas']['Rejection']
export type RequestCause = components['schemas']['RequestCause']
export type RequestQuery = NonNullable<operations['listRequests']['parameters']['query']>

const PAGE_ROWS = 50
const REFRESH_MS = 15_000

export function readRequests(
  tenant: string,
  sourceId: string,
  filter: RequestQuery,
  { cursor, signal }: { cursor: string | undefined; signal: AbortSignal },
) {
  const query = { limit: PAGE_ROWS, ...filter, ...(cursor === undefined ? {} : { cursor }) }
  return dataOf(
    api.GET('/v1/tenants/{tenant}/sources/{id}/requests', {
      params: { path: { tenant, id: sourceId }, query },
      signal,
    }),
  )
}

/** The newest requests of a source, on one page. */
export function newestRequestsQuery(tenant: string, sourceId: string, filter: RequestQuery) {
  return queryOptions({
    queryKey: [tenant, 'requests', sourceId, 'newest', filter],
    queryFn: ({ signal }) => readRequests(tenant, sourceId, filter, { cursor: undefined, signal }),
    refetchInterval: REFRESH_MS,
  })
}

/** What the sources reject, by source and cause, the latest first. */
export function rejectionsQuery(tenant: string, period: Period) {
  return queryOptions({
    queryKey: [tenant, 'rejections', period],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/rejections', {
          params: { path: { tenant }, query: { from: startOf(period, Date.now()) } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
  })
}

export function requestQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'request', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/tenants/{tenant}/requests/{id}', { params: { path: { tenant, id } }, signal })),
  })
}

/** Whether its source, as it is now, would accept a recorded request. */
export function requestVerificationQuery(
  tenant: string,
  { id, sourceId }: Pick<InboundRequest, 'id' | 'sourceId'>,
) {
  return queryOptions({
    queryKey: [tenant, 'request', id, 'verification'],
    queryFn: () => verifyRequest(tenant, sourceId, { requestId: id }),
    // A person returns here right after the source was changed.
    staleTime: 0,
  })
}

export function reprocessRequest(tenant: string, id: string) {
  return dataOf(
    api.POST('/v1/tenants/{tenant}/requests/{id}/reprocess', { params: { path: { tenant, id } } }),
  )
}
