import { z } from 'zod'
import { NewEvent, PublishedEvent } from './event.ts'
import { Problem } from './problem.ts'

export const BATCH_BYTES_MAX = 20 * 1024 * 1024
export const BATCH_EVENTS_MAX = 1000

// Each item is validated on its own later, so any value passes here. The OpenAPI document still describes an item.
const Item = z.unknown().meta({ $ref: `#/components/schemas/${NewEvent.meta()?.id}` })

/** Body of `POST …/events/batch`. */
export const EventBatch = z
  .strictObject({
    events: z
      .array(Item)
      .min(1)
      .max(BATCH_EVENTS_MAX)
      .describe('Each item like the body of `POST …/events`, of at most 1 MiB'),
  })
  .meta({
    id: 'EventBatch',
    example: {
      events: [
        { type: 'order.completed', data: { orderId: 'A-1001' } },
        { type: 'order.completed', data: { orderId: 'A-1002' } },
      ],
    },
  })
export type EventBatch = z.infer<typeof EventBatch>

// An integer, not an enum: code generators make poor names from numbers. `event` or `error` distinguishes the items.
const INTEGER = { type: 'integer', enum: undefined }

const Published = z
  .strictObject({
    status: z
      .literal([200, 202])
      .describe('202, or 200 for a duplicate of a previous event')
      .meta({ ...INTEGER, example: 202 }),
    event: PublishedEvent,
  })
  .meta({ id: 'PublishedItem' })

const ItemError = z
  .strictObject({ code: Problem.shape.code, detail: z.string(), errors: Problem.shape.errors })
  .meta({ id: 'ItemError' })

const Refused = z
  .strictObject({
    status: z
      .literal([400, 413])
      .describe('400 or 413')
      .meta({ ...INTEGER, example: 400 }),
    error: ItemError,
  })
  .meta({ id: 'RefusedItem' })

/** The result of one item of a batch: the event, as for a single one, or the error. */
export const BatchResult = z.discriminatedUnion('status', [Published, Refused]).meta({ id: 'BatchResult' })
export type BatchResult = z.infer<typeof BatchResult>

export const PublishedBatch = z
  .strictObject({ data: z.array(BatchResult).describe('One result for each item, in the same order') })
  .meta({ id: 'PublishedBatch' })
export type PublishedBatch = z.infer<typeof PublishedBatch>
