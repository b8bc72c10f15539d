import { type EndpointId, newId, ProblemError, type SentTestEvent, type TenantId } from '@posthorn/contracts'
import { findEndpoint, isForeignKeyViolation, storeTestEvent } from '@posthorn/database'
import { composeEvent, type EnqueueLog, enqueueDeliveries } from '@posthorn/events'
import { noSuchTenant } from './authorize.ts'
import type { Dependencies } from './dependencies.ts'
import { found } from './replies.ts'

const TYPE = 'posthorn.test'
const MESSAGE = 'This is a test of the endpoint. Nothing has happened.'

/**
 * Sends an event to one endpoint, whatever it is subscribed to, to see whether it answers.
 * @param data a JSON text; without it the event says what it is
 * @throws ProblemError `not_found`, and `conflict` when the endpoint is disabled
 */
export async function sendTestEvent(
  { database, queue, log }: Pick<Dependencies, 'database' | 'queue'> & { log: EnqueueLog },
  { tenant, id: endpointId }: { tenant: TenantId; id: EndpointId },
  data: Uint8Array = Buffer.from(JSON.stringify({ endpointId, message: MESSAGE })),
): Promise<SentTestEvent> {
  const { enabled } = found(await findEndpoint(database, tenant, endpointId), 'endpoint')
  if (!enabled) throw new ProblemError('conflict', 'The endpoint is disabled: enable it first.')

  const at = new Date()
  const fact = { tenantId: tenant, type: TYPE, timestamp: at, data, contentType: 'application/json' }
  const delivery = { id: newId('delivery', at), endpointId }
  const event = { ...composeEvent(fact, [], at), deliveries: [delivery] }
  await storeTestEvent(database, event).catch((error: unknown) => {
    // The tenant was deleted since the key was looked at.
    throw isForeignKeyViolation(error) ? noSuchTenant(tenant) : error
  })
  await enqueueDeliveries({ queue, log }, event)
  return { eventId: event.id, deliveryId: delivery.id }
}
