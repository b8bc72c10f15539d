import { z } from 'zod'
import { Delivery } from './deliveries/delivery.ts'
import { EventData } from './event-data.ts'
import { DeliveryId, EndpointId, EventId } from './ids.ts'
import { distinct } from './text.ts'

const ENDPOINTS_MAX = 100

/** Optional body of `POST …/events/{id}/replay`. */
export const Replay = z
  .strictObject({
    endpointIds: distinct(z.array(EndpointId).min(1).max(ENDPOINTS_MAX), 'must not name an endpoint twice')
      .optional()
      .describe(
        'Endpoints to send to, regardless of their subscriptions. Default: every enabled endpoint that is subscribed now',
      ),
  })
  .meta({ id: 'Replay', example: { endpointIds: ['ep_01h455vb4pex5vsknk084sn02q'] } })
export type Replay = z.infer<typeof Replay>

/** The deliveries that a replay created, one for each endpoint. */
export const ReplayedEvent = z.strictObject({ data: z.array(Delivery) }).meta({ id: 'ReplayedEvent' })
export type ReplayedEvent = z.infer<typeof ReplayedEvent>

/** Optional body of `POST …/endpoints/{id}/test`. */
export const TestEvent = z
  .strictObject({
    data: EventData.optional()
      .describe('Data of the event. Default: the id of the endpoint and an explanation')
      .meta({ example: { orderId: 'A-1001' } }),
  })
  .meta({ id: 'TestEvent', example: { data: { orderId: 'A-1001' } } })
export type TestEvent = z.infer<typeof TestEvent>

/** The test event and its delivery. */
export const SentTestEvent = z
  .strictObject({ eventId: EventId, deliveryId: DeliveryId })
  .meta({ id: 'SentTestEvent' })
export type SentTestEvent = z.infer<typeof SentTestEvent>
