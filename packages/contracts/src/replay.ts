import { z } from 'zod'
import { Delivery } from './event.ts'
import { EventData } from './event-data.ts'
import { DeliveryId, EndpointId, EventId } from './ids.ts'
import { distinct } from './text.ts'

const ENDPOINTS_MAX = 100

/** Body of `POST …/events/{id}/replay`; it may be left out. */
export const Replay = z
  .strictObject({
    endpointIds: distinct(z.array(EndpointId).min(1).max(ENDPOINTS_MAX), 'must not name an endpoint twice')
      .optional()
      .describe(
        'To these, whatever they are subscribed to. Default: every enabled endpoint that is subscribed to it now',
      ),
  })
  .meta({ id: 'Replay', example: { endpointIds: ['ep_01h455vb4pex5vsknk084sn02q'] } })
export type Replay = z.infer<typeof Replay>

/** The deliveries that a replay has made, one for each endpoint. */
export const ReplayedEvent = z.strictObject({ data: z.array(Delivery) }).meta({ id: 'ReplayedEvent' })
export type ReplayedEvent = z.infer<typeof ReplayedEvent>

/** Body of `POST …/endpoints/{id}/test`; it may be left out. */
export const TestEvent = z
  .strictObject({
    data: EventData.optional()
      .describe(
        'The data of the event. Default: the id of the endpoint, and a sentence that says what this is',
      )
      .meta({ example: { orderId: 'A-1001' } }),
  })
  .meta({ id: 'TestEvent', example: { data: { orderId: 'A-1001' } } })
export type TestEvent = z.infer<typeof TestEvent>

/** The event that an endpoint is tested with. */
export const SentTestEvent = z
  .strictObject({ eventId: EventId, deliveryId: DeliveryId })
  .meta({ id: 'SentTestEvent' })
export type SentTestEvent = z.infer<typeof SentTestEvent>
