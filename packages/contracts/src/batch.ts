import { z } from 'zod'
import { NewEvent, PublishedEvent } from './event.ts'
import { Problem } from './problem.ts'

export const BATCH_BYTES_MAX = 20 * 1024 * 1024
export const BATCH_EVENTS_MAX = 1000

// Each item is judged by itself, so none is refused here. The document of the API says what one has to be all the same.
const Item = z.unknown().meta({ $ref: `#/components/schemas/${NewEvent.meta()?.id}` })

/** Body of `POST …/events/batch`. */
export const EventBatch = z
  .strictObject({
    events: z
      .array(Item)
      .min(1)
      .max(BATCH_EVENTS_MAX)
      .describe('Each as in the body of a single one, and of at most 1 MiB'),
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

// Which of the two an item is, `event` or `error` says: generators make no good names of numbers.
const INTEGER = { type: 'integer', enum: undefined }

const Published = z
  .strictObject({
    status: z
      .literal([200, 202])
      .describe('202, or 200 for a duplicate of an earlier event')
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

/** What became of one item of a batch: an event as a single one is answered, or why there is none. */
export const BatchResult = z.discriminatedUnion('status', [Published, Refused]).meta({ id: 'BatchResult' })
export type BatchResult = z.infer<typeof BatchResult>

export const PublishedBatch = z
  .strictObject({ data: z.array(BatchResult).describe('One for each item, in their order') })
  .meta({ id: 'PublishedBatch' })
export type PublishedBatch = z.infer<typeof PublishedBatch>
