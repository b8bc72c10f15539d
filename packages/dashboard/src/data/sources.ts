import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'

export type Source = components['schemas']['Source']
export type SourceCreate = components['schemas']['SourceCreate']
export type SourceUpdate = components['schemas']['SourceUpdate']
export type SourceVerify = components['schemas']['SourceVerify']
export type Verification = components['schemas']['SourceVerification']

const PAGE_ROWS = 50

/** Only for those who may manage, like all of this but the requests of a source. */
export function readSources(
  tenant: string,
  { cursor, signal }: { cursor: string | undefined; signal: AbortSignal },
) {
  const query = { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) }
  return dataOf(api.GET('/v1/tenants/{tenant}/sources', { params: { path: { tenant }, query }, signal }))
}

export function sourceQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'source', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/tenants/{tenant}/sources/{id}', { params: { path: { tenant, id } }, signal })),
  })
}

export function createSource(tenant: string, body: SourceCreate): Promise<Source> {
  return dataOf(api.POST('/v1/tenants/{tenant}/sources', { params: { path: { tenant } }, body }))
}

export function changeSource(tenant: string, id: string, body: SourceUpdate): Promise<Source> {
  return dataOf(api.PATCH('/v1/tenants/{tenant}/sources/{id}', { params: { path: { tenant, id } }, body }))
}

export async function deleteSource(tenant: string, id: string): Promise<void> {
  await dataOf(api.DELETE('/v1/tenants/{tenant}/sources/{id}', { params: { path: { tenant, id } } }))
}

/** Whether the source would accept a request. Stores nothing. */
export function verifyRequest(tenant: string, id: string, body: SourceVerify): Promise<Verification> {
  return dataOf(
    api.POST('/v1/tenants/{tenant}/sources/{id}/verify', { params: { path: { tenant, id } }, body }),
  )
}
