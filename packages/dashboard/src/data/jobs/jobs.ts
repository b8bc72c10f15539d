import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'

export type Job = components['schemas']['Job']

const PAGE_ROWS = 50

export function readJobs(
  tenant: string,
  { cursor, signal }: { cursor: string | undefined; signal: AbortSignal },
) {
  const query = { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) }
  return dataOf(api.GET('/v1/tenants/{tenant}/jobs', { params: { path: { tenant }, query }, signal }))
}

export function jobQuery(tenant: string, id: string) {
  return queryOptions({
    queryKey: [tenant, 'job', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/tenants/{tenant}/jobs/{id}', { params: { path: { tenant, id } }, signal })),
  })
}

export function cancelJob(tenant: string, id: string) {
  return dataOf(api.POST('/v1/tenants/{tenant}/jobs/{id}/cancel', { params: { path: { tenant, id } } }))
}

/** Whether a job still works. */
export function isUnfinished({ status }: Pick<Job, 'status'>): boolean {
  return status === 'pending' || status === 'running'
}
