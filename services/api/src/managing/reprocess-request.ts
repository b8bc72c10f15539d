import { ProblemError, type ReprocessedRequest, type RequestId, type TenantId } from '@posthorn/contracts'
import { type FoundRequest, findIngestSource, findRequest } from '@posthorn/database'
import { type ReprocessRejectedDependencies, rejectionDetail, reprocessRejected } from '@posthorn/receiving'
import { traceOf } from '@posthorn/runtime'
import { parseTraceparent } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { noSuchTenant } from '../http/authorize.ts'
import { found } from '../http/replies.ts'
import { blocksOf, wholeContentOf } from './recorded-request.ts'
import { replayEvent } from './replay-event.ts'
import { replayEvents } from './replay-events.ts'

export interface ReprocessDependencies
  extends Pick<Dependencies, 'database' | 'secretBox' | 'queue' | 'live' | 'turns'>,
    Omit<ReprocessRejectedDependencies, 'log' | 'queue' | 'live' | 'turns'> {
  /** Called with the number of events made. */
  countEvents: (count: number) => void
}

/**
 * Processes a request again. The events that an accepted one made are sent again. A rejected one is verified by its current source, with
 * the time at which it arrived, and accepted as ingest accepts it.
 * @throws ProblemError `not_found`, `request_rejected` when it is still rejected, `conflict` when it is not kept as a whole, or its
 *   dedupe window is over, so a copy that was accepted would not be recognized
 */
export async function reprocessRequest(
  dependencies: ReprocessDependencies,
  { tenant, id }: { tenant: TenantId; id: RequestId },
  request: FastifyRequest,
): Promise<ReprocessedRequest> {
  const stored = found(await findRequest(dependencies.database, tenant, id), 'request')
  const { eventIds } = stored
  const { outcome, eventId, reprocessedAt } = stored.request
  if (eventId === null) return reprocessContent(dependencies, stored, { tenant, request })
  // Repeating a call that made events of a rejected request does not send them again.
  if (outcome !== 'accepted' || reprocessedAt !== null) return { status: 'already_processed', eventId }
  if (eventIds.length > 1) await replayEvents(dependencies, { tenant, ids: eventIds }, request)
  else await replayEvent(dependencies, { tenant, id: eventId }, {}, request)
  return { status: 'accepted', eventId }
}

async function reprocessContent(
  dependencies: ReprocessDependencies,
  stored: FoundRequest,
  { tenant, request }: { tenant: TenantId; request: FastifyRequest },
): Promise<ReprocessedRequest> {
  const { id, sourceId, receivedAt } = stored.request
  const { headers, urlSuffix, body } = wholeContentOf(dependencies, stored)
  const source = await findIngestSource(dependencies.database, sourceId)
  if (source === undefined) throw conflict(`The source ${sourceId} of the request was deleted.`)
  // A copy that the provider sent later, and that was delivered, would not be found.
  if (stored.isDedupeWindowOver) {
    throw conflict(
      `The request arrived more than ${source.dedupeWindowSeconds} seconds ago, the dedupeWindowSeconds of its source, so it may be the copy of an event that was already sent. Have the provider send the webhook again.`,
    )
  }

  // The event belongs to the trace of its provider, where there is one.
  const trace = parseTraceparent(headers['traceparent']?.toString()) ?? traceOf(request)
  const received = { headers, urlSuffix, arrivedAt: new Date(receivedAt), trace, requestId: id }
  const result = await reprocessRejected(
    { ...dependencies, log: request.log },
    source,
    received,
    blocksOf(body),
  )
  switch (result.outcome) {
    case 'accepted':
      dependencies.countEvents(result.events)
      return { status: 'accepted', eventId: result.eventId }
    case 'duplicate':
      return { status: 'already_processed', eventId: result.eventId }
    case 'rejected': {
      const { rejected } = result
      const detail = `The request is still rejected: ${rejectionDetail(rejected, 'whole')}`
      throw new ProblemError('request_rejected', detail, { requestCause: rejected.requestCause })
    }
    case 'handshake':
      throw conflict(
        'The request sets the webhook up and carries no event. Have the provider send it again: it is answered now.',
      )
    case 'not_found':
      throw noSuchTenant(tenant)
  }
}

function conflict(detail: string): ProblemError {
  return new ProblemError('conflict', detail)
}
