import {
  type EndpointId,
  ProblemError,
  type Recovery,
  type StartedJob,
  type TenantId,
} from '@posthorn/contracts'
import { findEndpoint, startRecovery } from '@posthorn/database'
import { invalidFields } from '@posthorn/runtime'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { idOfCreated } from '../http/id-of-created.ts'
import { found } from '../http/replies.ts'

/**
 * Starts a job that retries an endpoint's deliveries of a period. A worker runs it.
 * @throws ProblemError `not_found`, `invalid_request` for an invalid period, and `conflict` when the endpoint is disabled
 *   or is being recovered already
 */
export async function recoverEndpoint(
  { database, live }: Pick<Dependencies, 'database' | 'live'>,
  { tenant, id: endpointId }: { tenant: TenantId; id: EndpointId },
  recovery: Recovery,
  request: FastifyRequest,
): Promise<StartedJob> {
  const { enabled } = found(await findEndpoint(database, tenant, endpointId), 'endpoint')
  const { since, until, statuses } = recovery
  assertTimes(recovery, new Date())
  if (!enabled) throw new ProblemError('conflict', 'The endpoint is disabled: enable it first.')

  const id = idOfCreated('job', 'recover', request)
  const job = await startRecovery(database, tenant, { id, endpointId, since, until, statuses })
  if (job.id !== id) {
    const detail = `The job ${job.id} is recovering this endpoint already: wait until it has finished, or cancel it.`
    throw new ProblemError('conflict', detail)
  }
  live.publish(tenant, 'job', [job.id], job.status)
  return { jobId: job.id, ...job }
}

function assertTimes({ since, until }: Recovery, now: Date): void {
  const message =
    since > now
      ? 'must not lie in the future'
      : until !== undefined && since >= until
        ? 'must be earlier than until'
        : undefined
  if (message !== undefined) throw invalidFields([{ path: 'since', message }])
}
