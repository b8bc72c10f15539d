import type { components } from '@posthorn/contracts/client-types'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'

export type BulkRequest = Pick<components['schemas']['BulkRequest'], 'action' | 'filter'>
export type BulkPreview = components['schemas']['BulkPreview']

/** What a bulk action would do: nothing is changed. */
export function bulkPreviewQuery(tenant: string, request: BulkRequest) {
  return queryOptions({
    queryKey: [tenant, 'bulk', request],
    queryFn: async ({ signal }) => {
      const reply = api.POST('/v1/tenants/{tenant}/deliveries/bulk', {
        params: { path: { tenant } },
        body: { ...request, dryRun: true },
        signal,
      })
      return (await dataOf(reply)) as BulkPreview
    },
    placeholderData: keepPreviousData,
  })
}

/** Starts the job of a bulk action. */
export async function startBulk(
  tenant: string,
  request: BulkRequest,
  idempotencyKey: string,
): Promise<components['schemas']['StartedJob']> {
  const reply = await dataOf(
    api.POST('/v1/tenants/{tenant}/deliveries/bulk', {
      params: { path: { tenant }, header: { 'Idempotency-Key': idempotencyKey } },
      body: request,
    }),
  )
  return reply as components['schemas']['StartedJob']
}
