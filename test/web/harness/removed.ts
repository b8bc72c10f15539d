import type { Delivery } from '@posthorn/contracts'
import type { Posthorn, Tenant } from '../../harness/posthorn.ts'
import { waitUntil } from '../../harness/wait-until.ts'

/** Delivers an event to an endpoint, and then removes its content. */
export async function createRemoved(
  { api }: Pick<Posthorn, 'api'>,
  { path }: Tenant,
  endpointId: string,
): Promise<Delivery> {
  const event = { type: 'customer.deleted', data: { customer: 'cus_8f2k' } }
  await api.post(`${path}/events`, event)
  const delivery = await waitUntil('the delivery of an event', async () => {
    const { body } = await api.get<{ data: Delivery[] }>(
      `${path}/deliveries?endpointId=${endpointId}&eventType=${event.type}&status=succeeded`,
    )
    return body.data[0]
  })
  await api.delete(`${path}/events/${delivery.eventId}/content`)
  return delivery
}
