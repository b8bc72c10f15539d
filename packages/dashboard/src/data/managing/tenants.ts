import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'

export type Tenant = components['schemas']['Tenant']
export type TenantFields = components['schemas']['TenantPut']

/** Identifies the lists of tenants. */
export const tenantsKey = ['tenants']

/** The newest tenants, with what waits; for the operator. */
export const tenantsQuery = queryOptions({
  queryKey: [...tenantsKey, 'waiting'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/waiting', { params: { query: { limit: 250 } }, signal })),
  refetchInterval: 10_000,
})

/** The queue, and whether a worker is connected; for the operator. */
export const queueQuery = queryOptions({
  queryKey: ['queue'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/queue', { signal })),
  refetchInterval: 10_000,
})

export function tenantQuery(tenant: string) {
  return queryOptions({
    queryKey: [tenant, 'tenant'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/tenants/{tenant}', { params: { path: { tenant } }, signal })),
  })
}

/** Creates a tenant, or replaces all its fields. */
export function saveTenant(tenant: string, body: TenantFields) {
  return dataOf(api.PUT('/v1/tenants/{tenant}', { params: { path: { tenant } }, body }))
}

export function deleteTenant(tenant: string) {
  return dataOf(api.DELETE('/v1/tenants/{tenant}', { params: { path: { tenant } } }))
}
