import { z } from 'zod'
import { DeliveryId, EndpointId, EventId } from '../ids.ts'
import { Timestamp } from '../text.ts'
import { AttemptTrigger } from './attempt.ts'
import { DeliveryReason } from './delivery-reason.ts'

export const DeliveryStatus = z
  .enum(['pending', 'succeeded', 'failed', 'cancelled'])
  .meta({ id: 'DeliveryStatus' })
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

/** The sending of one event to one endpoint. */
export const Delivery = z
  .strictObject({
    id: DeliveryId,
    eventId: EventId,
    eventType: z.string(),
    endpointId: EndpointId,
    status: DeliveryStatus,
    trigger: AttemptTrigger.describe('Of its last attempt; before the first one, of the attempt to be made'),
    reason: DeliveryReason.nullable().describe(
      'Why it failed or was cancelled, or what it waits for; null when it succeeded, is in flight or about to be sent',
    ),
    attemptCount: z.int(),
    lastStatusCode: z
      .int()
      .nullable()
      .describe('Status of the reply to its last attempt; null without a reply, and before the first attempt')
      .meta({ example: 503 }),
    lastErrorCode: z
      .string()
      .nullable()
      .describe('Why its last attempt has no reply; null with one, and before the first attempt')
      .meta({ example: 'timeout' }),
    nextAttemptAt: Timestamp.nullable(),
    createdAt: Timestamp,
    finishedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof Delivery>
