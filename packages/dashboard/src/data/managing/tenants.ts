import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'
import { pageQuery, usePagedList } from '../paged-list.ts'

export type Tenant = components['schemas']['Tenant']
export type TenantFields = components['schemas']['TenantPut']

/** Identifies the lists of tenants. */
export const tenantsKey = ['tenants']

const REFRESH_MS = 10_000

/** The tenants, with what waits, the newest first; for the operator. */
export function useTenants() {
  return usePagedList({
    queryKey: [...tenantsKey, 'list'],
    readPage: async (cursor, signal) => {
      const page = await dataOf(api.GET('/v1/waiting', { params: { query: pageQuery(cursor) }, signal }))
      return { ...page, data: page.data.map((tenant) => ({ ...tenant, id: tenant.tenantId })) }
    },
    refreshMs: REFRESH_MS,
  })
}

/** The newest tenants, with what waits; for the operator. */
export const tenantsQuery = queryOptions({
  queryKey: [...tenantsKey, 'waiting'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/waiting', { params: { query: { limit: 250 } }, signal })),
  refetchInterval: REFRESH_MS,
})

/** The queue, and whether a worker is connected; for the operator. */
export const queueQuery = queryOptions({
  queryKey: ['queue'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/queue', { signal })),
  refetchInterval: REFRESH_MS,
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
