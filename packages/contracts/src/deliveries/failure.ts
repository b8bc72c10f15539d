import { z } from 'zod'
import { EndpointId } from '../ids.ts'
import { PageQuery, pageOf, rangeInOrder } from '../page.ts'
import { Timestamp, TimestampInput } from '../text.ts'
import { Delivery } from './delivery.ts'

/** Query of `GET …/failures`. */
export const FailureQuery = rangeInOrder(
  PageQuery.extend({
    from: TimestampInput.optional().describe('Default: 24 hours before `to`. Failures are kept for 32 days'),
    to: TimestampInput.optional().describe('Exclusive end. Default: now'),
    endpointId: EndpointId.optional().describe('Only this endpoint'),
  }),
)
export type FailureQuery = z.infer<typeof FailureQuery>

/** The failed attempts to one endpoint with one cause. */
export const Failure = z
  .strictObject({
    endpointId: EndpointId,
    cause: z.string().describe('The error code of the attempts, or their status').meta({ example: '503' }),
    statusCode: z.int().nullable().describe('The cause, if it is a status').meta({ example: 503 }),
    errorCode: z.string().nullable().describe('The cause, if there is no reply'),
    count: z.int().describe('Failed attempts in the window'),
    firstAt: Timestamp.describe('The first of them'),
    lastAt: Timestamp.describe('The last of them'),
    ongoing: z.boolean().describe('Whether no attempt to the endpoint has succeeded since `lastAt`'),
    nextAttemptAt: Timestamp.nullable().describe(
      'When a delivery that failed with this cause is tried again; null when none waits, or its endpoint is disabled',
    ),
    samples: z.array(Delivery).describe('At most three of the deliveries, the newest'),
  })
  .meta({ id: 'Failure' })
export type Failure = z.infer<typeof Failure>

/** A page of failures, the latest first, and the window that they are of. */
export const FailurePage = pageOf(Failure)
  .extend({
    from: Timestamp.describe(
      'Start of the window. Later than requested when it has too many failures to be read at once',
    ),
    to: Timestamp,
  })
  .meta({ id: 'FailurePage' })
export type FailurePage = z.infer<typeof FailurePage>
