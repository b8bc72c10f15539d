import { type NewEventSearch, ProblemError, type StartedJob, type TenantId } from '@posthorn/contracts'
import { startSearch, UNFINISHED_SEARCHES_MAX } from '@posthorn/database'
import { invalidFields } from '@posthorn/runtime'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { idOfCreated } from '../http/id-of-created.ts'
import { assertExactFilter } from '../managing/assert-exact-filter.ts'

/**
 * Starts a job that searches the data of a tenant's events. A worker runs it.
 * @throws ProblemError `invalid_request` for an invalid window or filter, `conflict` when too many searches are unfinished
 */
export async function startEventSearch(
  { database, live }: Pick<Dependencies, 'database' | 'live'>,
  tenant: TenantId,
  { filter, from, to, types = ['*'] }: NewEventSearch,
  request: FastifyRequest,
): Promise<StartedJob> {
  assertExactFilter(filter, request.rawBody)
  const now = new Date()
  const end = to === undefined || to > now ? now : to
  if (from >= end) {
    const message = from > now ? 'must not lie in the future' : 'must be earlier than to'
    throw invalidFields([{ path: 'from', message }])
  }
  const search = { filter, from: from.toISOString(), to: end.toISOString(), types }
  const job = await startSearch(database, tenant, { id: idOfCreated('job', 'search', request), search })
  if (job !== undefined) {
    live.publish(tenant, 'job', [job.id], job.status)
    return { jobId: job.id, ...job }
  }
  const detail = `${UNFINISHED_SEARCHES_MAX} searches of the tenant are unfinished: wait until one has finished, or cancel one.`
  throw new ProblemError('conflict', detail)
}
