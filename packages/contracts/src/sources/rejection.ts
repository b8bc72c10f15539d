import { z } from 'zod'
import { RequestId, SourceId } from '../ids.ts'
import { RequestCause } from '../inbound-request.ts'
import { pageOf, rangeInOrder } from '../page.ts'
import { Timestamp, TimestampInput } from '../text.ts'

/** Maximum number of requests that are counted, for one source and cause. */
export const REJECTIONS_COUNTED_MAX = 100
/** Newest sources of the tenant that are looked at. */
export const REJECTING_SOURCES_MAX = 100

/** Query of `GET …/rejections`. */
export const RejectionQuery = rangeInOrder(
  z.strictObject({
    from: TimestampInput.optional().describe('Default: 24 hours before `to`'),
    to: TimestampInput.optional().describe('Exclusive end. Default: now'),
  }),
)
export type RejectionQuery = z.infer<typeof RejectionQuery>

/** The requests of one source that are rejected with one cause. */
export const Rejection = z
  .strictObject({
    sourceId: SourceId,
    sourceName: z.string(),
    cause: RequestCause,
    count: z
      .int()
      .describe(
        `Rejected requests in the window that were not reprocessed; ${REJECTIONS_COUNTED_MAX} at most`,
      ),
    more: z.boolean().describe('Whether there are more than `count`'),
    lastAt: Timestamp.describe('When the last of them arrived'),
    lastRequestId: RequestId.describe('The last of them'),
  })
  .meta({ id: 'Rejection' })
export type Rejection = z.infer<typeof Rejection>

/** What is rejected, the latest first, on one page. */
export const RejectionPage = pageOf(Rejection)
export type RejectionPage = z.infer<typeof RejectionPage>
