import {
  type BulkAction,
  type BulkPreview,
  type BulkRequest,
  type DeliveryFilter,
  type DeliveryStatus,
  ProblemError,
  type StartedJob,
  type TenantId,
} from '@posthorn/contracts'
import { previewBulk, startBulk, UNFINISHED_BULK_JOBS_MAX } from '@posthorn/database'
import { invalidFields } from '@posthorn/runtime'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { idOfCreated } from '../http/id-of-created.ts'

const STATUSES: Record<BulkAction, { default: DeliveryStatus[]; possible: readonly DeliveryStatus[] }> = {
  retry: { default: ['failed'], possible: ['failed', 'cancelled', 'pending'] },
  cancel: { default: ['pending'], possible: ['pending'] },
}

/**
 * Counts the deliveries that a bulk job would process.
 * @throws ProblemError `invalid_request` for a status that the action does not apply to
 */
export async function previewDeliveries(
  { lists }: Pick<Dependencies, 'lists'>,
  tenant: TenantId,
  request: BulkRequest,
): Promise<BulkPreview> {
  return lists.read((source) => previewBulk(source, tenant, filterOf(request, new Date())))
}

/**
 * Starts a job that retries or cancels deliveries. A worker runs it.
 * @throws ProblemError `invalid_request` for a status that the action does not apply to, `conflict` when too many jobs are
 *   unfinished
 */
export async function startBulkJob(
  { database, live }: Pick<Dependencies, 'database' | 'live'>,
  tenant: TenantId,
  body: BulkRequest,
  request: FastifyRequest,
): Promise<StartedJob> {
  const filter = filterOf(body, request.idempotencySeededAt ?? new Date())
  const id = idOfCreated('job', 'bulk', request)
  const job = await startBulk(database, tenant, { id, action: body.action, filter })
  if (job !== undefined) {
    live.publish(tenant, 'job', [job.id], job.status)
    return { jobId: job.id, ...job }
  }
  const detail = `${UNFINISHED_BULK_JOBS_MAX} bulk jobs of the tenant are unfinished: wait until one has finished, or cancel one.`
  throw new ProblemError('conflict', detail)
}

/** The filter with the statuses of its action. It excludes deliveries that are created from now on. */
function filterOf({ action, filter }: BulkRequest, now: Date): DeliveryFilter {
  const { default: otherwise, possible } = STATUSES[action]
  const { status = otherwise, from, to = now } = filter
  const wrong = status.filter((one) => !possible.includes(one))
  if (wrong.length > 0) {
    const message = `${action} does not apply to ${wrong.join(', ')}, only to ${possible.join(', ')}`
    throw invalidFields([{ path: 'filter.status', message }])
  }
  const end = to < now ? to : now
  // A window in the future is empty.
  return { ...filter, status, to: from !== undefined && from > end ? from : end }
}
