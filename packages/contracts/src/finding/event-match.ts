import { z } from 'zod'
import { DeliveryStatus } from '../deliveries/delivery.ts'
import { FailedCondition } from '../endpoints/endpoint-filter.ts'
import { DeliveryId, EndpointId } from '../ids.ts'

export const MatchResult = z
  .enum([
    'delivered',
    'created_later',
    'deleted',
    'disabled',
    'type_not_subscribed',
    'filter_not_matched',
    'data_too_large',
    'matches_now',
  ])
  .describe(
    '`delivered`: it has a delivery of the event, whose status has the outcome. The other values say why it has none: ' +
      '`created_later`, after the event; `deleted`; `disabled`; `type_not_subscribed`; `filter_not_matched`; `data_too_large`: ' +
      'the filter was not evaluated, because the data is larger than 1 MiB; `matches_now`: it was different when the event was ' +
      'accepted. Replay the event to send it',
  )
  .meta({ id: 'MatchResult' })

/** Whether an endpoint received an event, and why not. */
export const EventMatch = z
  .strictObject({
    endpointId: EndpointId,
    result: MatchResult,
    deliveryId: DeliveryId.nullable().describe('The latest delivery of the event to this endpoint'),
    deliveryStatus: DeliveryStatus.optional().describe('Only with a delivery'),
    failedCondition: FailedCondition.optional().describe(
      'Only with `filter_not_matched`: the first condition that the data does not meet. Missing when the data is not JSON',
    ),
    changedSince: z
      .boolean()
      .describe(
        'Whether the endpoint was changed after the event. `result` is about the endpoint as it is now; it may have been ' +
          'different when the event was accepted',
      ),
  })
  .meta({ id: 'EventMatch' })
export type EventMatch = z.infer<typeof EventMatch>
