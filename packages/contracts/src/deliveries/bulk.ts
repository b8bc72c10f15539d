import { z } from 'zod'
import { EndpointId } from '../ids.ts'
import { Timestamp } from '../text.ts'
import { AttemptTrigger } from './attempt.ts'
import { Delivery, DeliveryStatus } from './delivery.ts'
import { DeliveryErrorCode, DeliveryFilter } from './delivery-filter.ts'

export const BulkAction = z
  .enum(['retry', 'cancel'])
  .describe(
    '`retry`: a failed or cancelled delivery is pending again, with its schedule from the beginning; a pending one is due now. ' +
      '`cancel`: no further attempt is made',
  )
  .meta({ id: 'BulkAction' })
export type BulkAction = z.infer<typeof BulkAction>

/** Body of `POST …/deliveries/bulk`. The API service checks that the action applies to the statuses. */
export const BulkRequest = z
  .strictObject({
    action: BulkAction,
    filter: DeliveryFilter,
    dryRun: z.boolean().default(false).describe('Only count the deliveries. Default: false'),
  })
  .meta({
    id: 'BulkRequest',
    example: { action: 'retry', filter: { statusCode: ['5xx'], from: '2026-11-20T00:00:00Z' }, dryRun: true },
  })
export type BulkRequest = z.infer<typeof BulkRequest>

/** The filter of a bulk job, in replies. */
export const BulkFilter = z
  .strictObject({
    status: z.array(DeliveryStatus).meta({ example: ['failed'] }),
    endpointId: z.array(EndpointId).optional(),
    eventType: z
      .array(z.string())
      .optional()
      .meta({ example: ['order.completed'] }),
    statusCode: z
      .array(z.string())
      .optional()
      .meta({ example: ['5xx'] }),
    errorCode: z
      .array(DeliveryErrorCode)
      .optional()
      .meta({ example: ['timeout'] }),
    trigger: z
      .array(AttemptTrigger)
      .optional()
      .meta({ example: ['schedule'] }),
    from: Timestamp.optional(),
    to: Timestamp.describe('At the latest when the job was created'),
    finishedFrom: Timestamp.optional(),
    finishedTo: Timestamp.optional(),
  })
  .meta({ id: 'BulkFilter' })
export type BulkFilter = z.infer<typeof BulkFilter>

const BulkCause = z
  .strictObject({
    status: DeliveryStatus,
    statusCode: z.int().nullable().describe('Of the last attempt').meta({ example: 503 }),
    errorCode: z.string().nullable().describe('Of the last attempt').meta({ example: null }),
    count: z.int(),
  })
  .meta({ id: 'BulkCause' })

/** The result of a dry run. */
export const BulkPreview = z
  .strictObject({
    count: z.int().describe('At most 100,000 deliveries are counted, for 2 seconds'),
    atLeast: z.boolean().describe('Whether there are more'),
    causes: z.array(BulkCause).describe('The 100 most frequent, the most frequent first'),
    oldest: Delivery.optional().describe('The oldest counted delivery; missing if there is none'),
    newest: Delivery.optional().describe('The newest counted delivery; missing if there is none'),
  })
  .meta({ id: 'BulkPreview' })
export type BulkPreview = z.infer<typeof BulkPreview>
