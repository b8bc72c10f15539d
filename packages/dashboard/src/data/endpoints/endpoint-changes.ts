import type { components } from '@posthorn/contracts/client-types'
import { api, dataOf } from '../client.ts'

export type EndpointWithSecret = components['schemas']['EndpointWithSecret']
export type FilterTestResult = components['schemas']['FilterTestResult']

/** A JSON object as text: its numbers go to the API as they were typed. */
export type JsonText = string

/** @param body an `EndpointCreate` */
export function createEndpoint(tenant: string, body: JsonText): Promise<EndpointWithSecret> {
  const call = api.POST('/v1/tenants/{tenant}/endpoints', {
    params: { path: { tenant } },
    body: { url: '' },
    bodySerializer: () => body,
  })
  return dataOf(call)
}

/** @param body an `EndpointUpdate` */
export function changeEndpoint(tenant: string, id: string, body: JsonText) {
  const call = api.PATCH('/v1/tenants/{tenant}/endpoints/{id}', {
    params: { path: { tenant, id } },
    body: {},
    bodySerializer: () => body,
  })
  return dataOf(call)
}

export function switchEndpoint(tenant: string, id: string, isEnabled: boolean) {
  const params = { path: { tenant, id } }
  return dataOf(
    isEnabled
      ? api.POST('/v1/tenants/{tenant}/endpoints/{id}/enable', { params })
      : api.POST('/v1/tenants/{tenant}/endpoints/{id}/disable', { params }),
  )
}

export async function deleteEndpoint(tenant: string, id: string): Promise<void> {
  await dataOf(api.DELETE('/v1/tenants/{tenant}/endpoints/{id}', { params: { path: { tenant, id } } }))
}

/** Gives the endpoint a new secret, which only this reply has. */
export function rotateSecret(tenant: string, id: string, graceSeconds: number): Promise<EndpointWithSecret> {
  const call = api.POST('/v1/tenants/{tenant}/endpoints/{id}/rotate-secret', {
    params: { path: { tenant, id } },
    body: { graceSeconds },
  })
  return dataOf(call)
}

/** Sends a `posthorn.test` event to this endpoint only. */
export function sendTest(tenant: string, id: string) {
  return dataOf(api.POST('/v1/tenants/{tenant}/endpoints/{id}/test', { params: { path: { tenant, id } } }))
}

/** Whether data matches a filter, and which conditions fail. Both are JSON texts. */
export function testFilter(
  { tenant, endpointId }: { tenant: string; endpointId: string },
  { filter, data }: { filter: JsonText; data: JsonText },
  signal: AbortSignal,
): Promise<FilterTestResult> {
  const call = api.POST('/v1/tenants/{tenant}/endpoints/{id}/filter/test', {
    params: { path: { tenant, id: endpointId } },
    body: { data: null },
    bodySerializer: () => `{"data":${data},"filter":${filter}}`,
    signal,
  })
  return dataOf(call)
}
