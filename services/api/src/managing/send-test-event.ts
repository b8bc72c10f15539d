import { type EndpointId, ProblemError, type SentTestEvent, type TenantId } from '@posthorn/contracts'
import { findEndpoint, storeTestEvent } from '@posthorn/database'
import { composeEvent, enqueueDeliveries } from '@posthorn/events'
import { traceOf } from '@posthorn/runtime'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { noSuchTenant } from '../http/authorize.ts'
import { idOfCreated } from '../http/id-of-created.ts'
import { found } from '../http/replies.ts'

const TYPE = 'posthorn.test'
const MESSAGE = 'This is a test of the endpoint. Nothing has happened.'

/**
 * Sends a test event to one endpoint, regardless of its subscription.
 * @param data a JSON text
 * @throws ProblemError `not_found`, and `conflict` when the endpoint is disabled
 */
export async function sendTestEvent(
  { database, queue, live }: Pick<Dependencies, 'database' | 'queue' | 'live'>,
  { tenant, id: endpointId }: { tenant: TenantId; id: EndpointId },
  request: FastifyRequest,
  data: Uint8Array = Buffer.from(JSON.stringify({ endpointId, message: MESSAGE })),
): Promise<SentTestEvent> {
  const { enabled } = found(await findEndpoint(database, tenant, endpointId), 'endpoint')
  if (!enabled) throw new ProblemError('conflict', 'The endpoint is disabled: enable it first.')

  const at = request.idempotencySeededAt ?? new Date()
  const id = idOfCreated('event', 'event', request)
  const trace = traceOf(request)
  const input = {
    id,
    tenantId: tenant,
    type: TYPE,
    timestamp: at,
    data,
    contentType: 'application/json',
    trace,
  }
  const delivery = { id: idOfCreated('delivery', endpointId, request), endpointId }
  const event = { ...composeEvent(input, [], at), deliveries: [delivery] }
  // The tenant was deleted after the key was checked.
  if (!(await storeTestEvent(database, event))) throw noSuchTenant(tenant)
  enqueueDeliveries({ queue, live, log: request.log, trace }, event)
  return { eventId: event.id, deliveryId: delivery.id }
}
