import { z } from 'zod'
import { DeliveryId, EventId, RelayConnectionId } from '../ids.ts'
import { Timestamp } from '../text.ts'
import { relayBacklog } from './relay.ts'

/** The first event of a stream. */
export const RelayReady = z
  .strictObject({ connectionId: RelayConnectionId, ...relayBacklog })
  .meta({ id: 'RelayReady' })
export type RelayReady = z.infer<typeof RelayReady>

/** A delivery as a listener gets it: the request to make, signed at the moment at which it is sent. */
export const RelayDelivery = z
  .strictObject({
    deliveryId: DeliveryId,
    number: z.int().describe('Number of the attempt: the result repeats it').meta({ example: 1 }),
    eventId: EventId,
    eventType: z.string().meta({ example: 'order.completed' }),
    method: z.string().meta({ example: 'POST' }),
    path: z.string().meta({ example: '/' }),
    headers: z
      .record(z.string(), z.string())
      .meta({ id: 'RelayHeaders', example: { 'webhook-id': 'evt_…' } }),
    bodyBase64: z.string().describe('The exact bytes to send'),
    expiresAt: Timestamp.describe(
      'Without a result until then, the delivery is sent again with the next number',
    ),
  })
  .meta({ id: 'RelayDelivery' })
export type RelayDelivery = z.infer<typeof RelayDelivery>

/** Reply of `POST …/relays/{id}/poll`. */
export const RelayPolled = z
  .strictObject({
    ...RelayReady.shape,
    superseded: z.boolean().describe('Whether another listener has taken over: stop'),
    deliveries: z.array(RelayDelivery),
  })
  .meta({ id: 'RelayPolled' })
export type RelayPolled = z.infer<typeof RelayPolled>
