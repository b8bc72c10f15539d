import { isEventType, isReservedEventType } from '@posthorn/webhook'
import { z } from 'zod'
import { DeliveryId, EndpointId, EventId, SourceId } from './ids.ts'
import { PageQuery } from './page.ts'
import { boundedText, Timestamp, TimestampInput } from './text.ts'

export const PUBLISH_BYTES_MAX = 1024 * 1024

export const EventType = z
  .string()
  .refine(isEventType, 'expected at most 128 characters: dot-separated parts of A-Z a-z 0-9 _ -')
  .meta({ example: 'order.completed' })

/** Body of `POST …/events`. `data` is kept as the bytes that came: its digits, order and white space are the publisher's. */
export const NewEvent = z.strictObject({
  type: EventType.refine(
    (type) => !isReservedEventType(type),
    'posthorn is reserved for events of Posthorn itself',
  ),
  data: z.looseObject({}),
  id: boundedText(256).min(1).optional(),
  timestamp: TimestampInput.optional(),
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
export const EventDetail = EventSummary.extend({ data: z.unknown() }).meta({ id: 'Event' })

export const EventQuery = PageQuery.extend({
  type: EventType.optional(),
  sourceId: SourceId.optional(),
  externalId: boundedText(256).min(1).optional(),
  from: TimestampInput.optional(),
  to: TimestampInput.optional(),
})
export type EventQuery = z.infer<typeof EventQuery>

export const DeliveryStatus = z.enum(['pending', 'succeeded', 'failed', 'cancelled'])
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

export const DeliveryQuery = PageQuery.extend({
  status: DeliveryStatus.optional(),
  endpointId: EndpointId.optional(),
  eventType: EventType.optional(),
  from: TimestampInput.optional(),
  to: TimestampInput.optional(),
})
export type DeliveryQuery = z.infer<typeof DeliveryQuery>
