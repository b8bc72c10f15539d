import { isEventType, isReservedEventType } from '@posthorn/webhook'
import { z } from 'zod'
import { EventData } from './event-data.ts'
import { DeliveryId, EndpointId, EventId, SourceId } from './ids.ts'
import { finishedInOrder, PageQuery, QueryFlag, rangeInOrder } from './page.ts'
import { boundedText, Timestamp, TimestampInput } from './text.ts'

export const PUBLISH_BYTES_MAX = 1024 * 1024

export const EventType = z
  .string()
  .refine(isEventType, 'expected at most 128 characters: dot-separated parts of A-Z a-z 0-9 _ -')
  .meta({ example: 'order.completed', maxLength: 128, pattern: '^[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*$' })

/** An event type that is not one of Posthorn's own. */
export const UnreservedEventType = EventType.refine(
  (type) => !isReservedEventType(type),
  'posthorn is reserved for events of Posthorn itself',
)

/** Body of `POST …/events`. `data` is kept as the bytes that came: its digits, order and white space are the publisher's. */
export const NewEvent = z
  .strictObject({
    type: UnreservedEventType,
    data: EventData,
    id: boundedText(256).min(1).optional().meta({
      description: "The publisher's own: a second event with it is not sent",
      example: 'order-1001-paid',
    }),
    timestamp: TimestampInput.optional(),
  })
  .meta({
    id: 'EventCreate',
    example: { type: 'order.completed', data: { orderId: 'A-1001', amount: 4200 } },
  })
export type NewEvent = z.infer<typeof NewEvent>

export const PublishedEvent = z
  .strictObject({
    id: EventId,
    type: z.string(),
    timestamp: Timestamp,
    deliveries: z.int().min(0).describe('How many endpoints the event is on its way to'),
    duplicate: z.boolean(),
  })
  .meta({ id: 'PublishedEvent' })
export type PublishedEvent = z.infer<typeof PublishedEvent>

/** An event in a list. */
export const EventSummary = z
  .strictObject({
    id: EventId,
    type: z.string(),
    timestamp: Timestamp,
    externalId: z.string().nullable(),
    sourceId: SourceId.nullable(),
    createdAt: Timestamp,
  })
  .meta({ id: 'EventSummary' })
export type EventSummary = z.infer<typeof EventSummary>

/** One event with its data, as it was published or received. */
export const EventDetail = EventSummary.extend({ data: z.unknown().describe('Any JSON value') }).meta({
  id: 'Event',
  extends: 'EventSummary',
})

export const EventQuery = rangeInOrder(
  PageQuery.extend({
    type: EventType.optional(),
    sourceId: SourceId.optional(),
    externalId: boundedText(256)
      .min(1)
      .optional()
      .meta({ description: "The publisher's `id`", example: 'order-1001-paid' }),
    internal: QueryFlag.optional().describe(
      'Whether events of Posthorn itself, `posthorn.…`, are listed too. Default: false, unless `type` names one of them',
    ),
    from: TimestampInput.optional().describe('Made at this moment or later'),
    to: TimestampInput.optional().describe('Made before this moment'),
  }),
)
export type EventQuery = z.infer<typeof EventQuery>

export const DeliveryStatus = z
  .enum(['pending', 'succeeded', 'failed', 'cancelled'])
  .meta({ id: 'DeliveryStatus' })
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

/** One event on its way to one endpoint. */
export const Delivery = z
  .strictObject({
    id: DeliveryId,
    eventId: EventId,
    eventType: z.string(),
    endpointId: EndpointId,
    status: DeliveryStatus,
    attemptCount: z.int(),
    nextAttemptAt: Timestamp.nullable(),
    createdAt: Timestamp,
    finishedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof Delivery>

export const DeliveryQuery = finishedInOrder(
  rangeInOrder(
    PageQuery.extend({
      status: DeliveryStatus.optional().meta({ example: 'failed' }),
      endpointId: EndpointId.optional(),
      eventType: EventType.optional(),
      from: TimestampInput.optional().describe('Made at this moment or later'),
      to: TimestampInput.optional().describe('Made before this moment'),
      finishedFrom: TimestampInput.optional().describe(
        'Succeeded, failed or cancelled at this moment or later. The list is then in the order of `finishedAt`',
      ),
      finishedTo: TimestampInput.optional().describe(
        'Succeeded, failed or cancelled before this moment; the same',
      ),
    }),
  ),
)
export type DeliveryQuery = z.infer<typeof DeliveryQuery>
