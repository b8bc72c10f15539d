import type { components, operations } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'

export type Delivery = components['schemas']['Delivery']
export type Attempt = components['schemas']['Attempt']
export type DeliveryQuery = NonNullable<operations['listDeliveries']['parameters']['query']>

const PAGE_ROWS = 50

export function readDeliveries(
  tenant: string,
  filter: DeliveryQuery,
  { cursor, signal }: { cursor: string | undefined; signal: AbortSignal },
) {
  const query = { ...filter, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) }
  return dataOf(api.GET('/v1/tenants/{tenant}/deliveries', { params: { path: { tenant }, query }, signal }))
}

export function deliveryQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'delivery', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/tenants/{tenant}/deliveries/{id}', { params: { path: { tenant, id } }, signal })),
  })
}

/** The newest attempts of a delivery, the newest first. */
export function attemptsQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'delivery', id, 'attempts'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/deliveries/{id}/attempts', {
          params: { path: { tenant, id }, query: { limit: 100 } },
          signal,
        }),
      ),
  })
}

export function retryDelivery(tenant: string, id: string) {
  return dataOf(api.POST('/v1/tenants/{tenant}/deliveries/{id}/retry', { params: { path: { tenant, id } } }))
}

export function cancelDelivery(tenant: string, id: string) {
  return dataOf(api.POST('/v1/tenants/{tenant}/deliveries/{id}/cancel', { params: { path: { tenant, id } } }))
}
