import type { components } from '@posthorn/contracts/client-types'
import { api, dataOf } from '../client.ts'
import { pageQuery, usePagedList } from '../paged-list.ts'

export type PortalLink = components['schemas']['PortalLink']
export type PortalLinkCreate = components['schemas']['PortalLinkCreate']

/** Identifies the lists of portal links of a tenant. */
export const portalLinksKey = (tenant: string) => [tenant, 'portal-links']

/** The portal links of a tenant, the newest first. */
export function usePortalLinks(tenant: string) {
  return usePagedList({
    queryKey: portalLinksKey(tenant),
    readPage: (cursor, signal) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/portal-links', {
          params: { path: { tenant }, query: pageQuery(cursor) },
          signal,
        }),
      ),
  })
}

/** Creates a link. Only this reply has its URL. */
export function createPortalLink(tenant: string, body: PortalLinkCreate) {
  return dataOf(api.POST('/v1/tenants/{tenant}/portal-links', { params: { path: { tenant } }, body }))
}

export function revokePortalLink(tenant: string, id: string) {
  return dataOf(api.DELETE('/v1/tenants/{tenant}/portal-links/{id}', { params: { path: { tenant, id } } }))
}
