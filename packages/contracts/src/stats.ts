import { z } from 'zod'
import { EndpointId } from './ids.ts'
import { Timestamp, TimestampInput } from './text.ts'

const Count = z.int().min(0).meta({ example: 120 })
const Milliseconds = z.number().min(0).nullable().meta({ example: 87 })

const finished = { succeeded: Count, failed: Count, cancelled: Count }

const DeliveryCounts = z.strictObject(finished).meta({ id: 'DeliveryCounts' })

const AttemptsByStatus = z
  .strictObject({ '2xx': Count, '3xx': Count, '4xx': Count, '5xx': Count, none: Count })
  .describe('By the class of the status; `none`: there was no reply, as after a timeout')
  .meta({ id: 'AttemptsByStatus' })

const AttemptCounts = z
  .strictObject({ total: Count, byStatus: AttemptsByStatus })
  .meta({ id: 'AttemptCounts' })

const LatencyPercentiles = z
  .strictObject({ p50: Milliseconds, p95: Milliseconds, p99: Milliseconds })
  .describe('How long attempts took, all of them, to within 5 %; null when there were none')
  .meta({ id: 'LatencyPercentiles' })

export const BucketSize = z.enum(['minute', 'hour', 'day']).meta({ id: 'BucketSize' })

const figures = {
  attempts: AttemptCounts,
  successRate: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('The share of attempts that were answered with 2xx; null when there were none')
    .meta({ example: 0.995 }),
  latencyMs: LatencyPercentiles,
}

const from = TimestampInput.optional().describe('Default: 24 hours before `to`')
const to = TimestampInput.optional().describe('Up to and without this moment. Default, and latest: now')

/** Query of `GET …/endpoints/{id}/stats`. */
export const EndpointStatsQuery = z.strictObject({ from, to })
export type EndpointStatsQuery = z.infer<typeof EndpointStatsQuery>

const windowFields = {
  from: Timestamp.describe('As it was used: rounded down to what is kept'),
  to: Timestamp.describe('As it was used: rounded up'),
}

/** How an endpoint has been doing in a window. */
export const EndpointStats = z
  .strictObject({
    ...windowFields,
    deliveries: DeliveryCounts.extend({
      pending: Count.describe('On their way now, whatever the window. Counted up to 10,000'),
    })
      .describe('Deliveries that came to their end in the window')
      .meta({ id: 'EndpointDeliveryCounts', extends: 'DeliveryCounts' }),
    ...figures,
  })
  .meta({ id: 'EndpointStats' })
export type EndpointStats = z.infer<typeof EndpointStats>

/** Query of `GET …/stats`. */
export const StatsQuery = z.strictObject({
  from,
  to,
  bucket: BucketSize.default('hour')
    .meta({ example: 'day' })
    .describe('Minutes reach back 24 hours, hours 32 days. At most 1,500 buckets are told at once'),
  endpointId: EndpointId.optional().describe('Of this endpoint only'),
})
export type StatsQuery = z.infer<typeof StatsQuery>

export const StatsBucket = z
  .strictObject({
    at: Timestamp.describe('When the bucket begins'),
    events: Count.nullable().describe(
      'Published and received, without those of Posthorn itself; null when one endpoint was asked for',
    ),
    deliveries: DeliveryCounts.describe('Deliveries that came to their end in the bucket'),
    ...figures,
  })
  .meta({ id: 'StatsBucket' })
export type StatsBucket = z.infer<typeof StatsBucket>

/** What happened in a window, in buckets: one for each minute, hour or day of it in UTC, the oldest first. */
export const StatsSeries = z
  .strictObject({ ...windowFields, bucket: BucketSize, data: z.array(StatsBucket) })
  .meta({ id: 'Stats' })
export type StatsSeries = z.infer<typeof StatsSeries>
