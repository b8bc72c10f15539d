import { z } from 'zod'
import { NewEvent, PublishedEvent } from './event.ts'
import { Problem } from './problem.ts'

export const BATCH_BYTES_MAX = 20 * 1024 * 1024
export const BATCH_EVENTS_MAX = 1000

// Each item is judged by itself, so none is refused here. The document of the API says what one has to be all the same.
const { $schema: _dialect, $defs: _definitions, ...ITEM } = z.toJSONSchema(NewEvent, { io: 'input' })

/** Body of `POST …/events/batch`. */
export const EventBatch = z
  .strictObject({
    events: z
      .array(z.unknown().meta(ITEM))
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

/** What became of one item of a batch: an event as a single one is answered, or why there is none. */
export const BatchResult = z
  .union([
    z.strictObject({
      status: z
        .union([z.literal(202), z.literal(200)])
        .describe('200 for a repeat of an event that was there'),
      event: PublishedEvent,
    }),
    z.strictObject({
      status: z.union([z.literal(400), z.literal(413)]),
      error: z.strictObject({
        code: Problem.shape.code,
        detail: z.string(),
        errors: Problem.shape.errors,
      }),
    }),
  ])
  .meta({ id: 'BatchResult' })
export type BatchResult = z.infer<typeof BatchResult>

export const PublishedBatch = z
  .strictObject({ data: z.array(BatchResult).describe('One for each item, in their order') })
  .meta({ id: 'PublishedBatch' })
export type PublishedBatch = z.infer<typeof PublishedBatch>
