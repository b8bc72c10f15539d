import type { components } from '@posthorn/contracts/client-types'
import { api, dataOf } from '../client.ts'
import { pageQuery, usePagedList } from '../paged-list.ts'

export type Key = components['schemas']['Key']
export type KeyCreate = components['schemas']['KeyCreate']

/** Identifies the lists of keys of a tenant. */
export const keysKey = (tenant: string) => [tenant, 'keys']

/** The keys of a tenant, the newest first. */
export function useKeys(tenant: string) {
  return usePagedList({
    queryKey: keysKey(tenant),
    readPage: (cursor, signal) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/keys', {
          params: { path: { tenant }, query: pageQuery(cursor) },
          signal,
        }),
      ),
  })
}

/** Creates a key. Only this reply has it. */
export function createKey(tenant: string, body: KeyCreate) {
  return dataOf(api.POST('/v1/tenants/{tenant}/keys', { params: { path: { tenant } }, body }))
}

export function deleteKey(tenant: string, id: string) {
  return dataOf(api.DELETE('/v1/tenants/{tenant}/keys/{id}', { params: { path: { tenant, id } } }))
}
