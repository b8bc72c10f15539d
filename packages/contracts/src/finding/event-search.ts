import { z } from 'zod'
import { EventTypePattern } from '../endpoints/endpoint.ts'
import { EndpointFilter, StoredFilter } from '../endpoints/endpoint-filter.ts'
import { EventId } from '../ids.ts'
import { distinct, Timestamp, TimestampInput } from '../text.ts'

const TYPES_MAX = 20

/** Body of `POST …/events/search`. The API service checks its times against the clock. */
export const NewEventSearch = z
  .strictObject({
    filter: EndpointFilter,
    from: TimestampInput.describe('Events created at this time or later').meta({
      example: '2026-11-20T00:00:00Z',
    }),
    to: TimestampInput.optional().describe('Events created before this time. Default and maximum: now'),
    types: distinct(z.array(EventTypePattern).min(1).max(TYPES_MAX), 'must not name an event type twice')
      .optional()
      .describe('Event types, or prefixes with `.*`. Default: all, without `posthorn.…`')
      .meta({ example: ['order.*'] }),
  })
  .meta({
    id: 'EventSearchCreate',
    example: { filter: { amount: { $gte: 100 } }, from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' },
  })
export type NewEventSearch = z.infer<typeof NewEventSearch>

/** The request of a search, in replies. */
export const EventSearch = z
  .strictObject({
    filter: StoredFilter,
    from: Timestamp,
    to: Timestamp,
    types: z.array(EventTypePattern).meta({ example: ['order.*'] }),
  })
  .meta({ id: 'EventSearch' })
export type EventSearch = z.infer<typeof EventSearch>

export const HitStreamQuery = z.strictObject({
  after: EventId.optional().describe('The last event of the previous stream: continues behind it'),
})
