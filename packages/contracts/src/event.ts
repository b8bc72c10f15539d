import { isEventType, isEventTypePattern, isReservedEventType } from '@posthorn/webhook'
import { z } from 'zod'
import { HeaderMap } from './deliveries/attempt.ts'
import { EventData } from './event-data.ts'
import { EventId, SourceId } from './ids.ts'
import { PageQuery, QueryFlag, rangeInOrder } from './page.ts'
import { boundedText, Timestamp, TimestampInput } from './text.ts'

export const PUBLISH_BYTES_MAX = 1024 * 1024

export const EventType = z
  .string()
  .refine(isEventType, 'expected at most 128 characters: dot-separated parts of A-Z a-z 0-9 _ -')
  .meta({ example: 'order.completed', maxLength: 128, pattern: '^[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*$' })

/** An event type outside Posthorn's reserved namespace. */
export const UnreservedEventType = EventType.refine(
  (type) => !isReservedEventType(type),
  'posthorn is reserved for events of Posthorn itself',
)

/** Body of `POST …/events`. `data` is stored as the received bytes, with the publisher's digits, order and white space. */
export const NewEvent = z
  .strictObject({
    type: UnreservedEventType,
    data: EventData,
    id: boundedText(256).min(1).optional().meta({
      description: "The publisher's id. A second event with the same id is a duplicate and is not sent",
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
    deliveries: z.int().min(0).describe('Number of endpoints that the event is sent to'),
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
    externalId: z
      .string()
      .nullable()
      .describe("The publisher's `id`, or the provider's id of a received event"),
    sourceId: SourceId.nullable(),
    createdAt: Timestamp,
    expired: z.boolean().describe('Whether its data was removed and the record kept'),
  })
  .meta({ id: 'EventSummary' })
export type EventSummary = z.infer<typeof EventSummary>

/** An event with its data, as published or received. */
export const EventDetail = EventSummary.extend({
  traceId: z.string().meta({
    description: 'W3C trace id, which receivers get in `traceparent`',
    example: '4bf92f3577b34da6a3ce929d0e0e4736',
  }),
  headers: HeaderMap.optional().describe(
    'Headers of the request that the provider sent, as far as they are stored. Absent without any, and when the event has `expired`',
  ),
  data: z.unknown().optional().describe('Any JSON value. Absent when the event has `expired`'),
}).meta({
  id: 'Event',
  extends: 'EventSummary',
})

/** Selects events by their type. */
const EventTypeFilter = z
  .string()
  .refine(
    (text) => text !== '*' && isEventTypePattern(text),
    'expected an event type, or a prefix followed by .*',
  )
  .meta({
    description: 'An event type, or a prefix: `order.*` selects all types below `order`, at any depth',
    example: 'order.*',
    pattern: '^[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*(?:\\.\\*)?$',
  })

export const EventQuery = rangeInOrder(
  PageQuery.extend({
    type: EventTypeFilter.optional(),
    sourceId: SourceId.optional(),
    externalId: boundedText(256)
      .min(1)
      .optional()
      .meta({ description: "The publisher's `id`, or a provider's", example: 'order-1001-paid' }),
    internal: QueryFlag.optional().describe(
      "Whether to include Posthorn's own events, `posthorn.…`. Default: false, unless `type` names one of them",
    ),
    from: TimestampInput.optional().describe('Created at this time or later'),
    to: TimestampInput.optional().describe('Created before this time'),
  }),
)
export type EventQuery = z.infer<typeof EventQuery>
