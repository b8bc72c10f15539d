import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'

export type Job = components['schemas']['Job']
type Recovery = components['schemas']['Recovery']

const PROGRESS_MS = 1_000

/** Starts a job that sends again what an endpoint did not get. */
export function recoverEndpoint(tenant: string, id: string, recovery: Recovery) {
  const call = api.POST('/v1/tenants/{tenant}/endpoints/{id}/recover', {
    params: { path: { tenant, id } },
    body: recovery,
  })
  return dataOf(call)
}

/** A recovery, read again until it has ended. */
export function recoveryQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'job', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/tenants/{tenant}/jobs/{id}', { params: { path: { tenant, id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data === undefined || isRunning(data) ? PROGRESS_MS : false),
  })
}

export function cancelRecovery(tenant: string, id: string) {
  return dataOf(api.POST('/v1/tenants/{tenant}/jobs/{id}/cancel', { params: { path: { tenant, id } } }))
}

/** Whether a job has not ended. */
export function isRunning({ status }: Job): boolean {
  return status === 'pending' || status === 'running'
}
