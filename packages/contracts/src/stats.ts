import { z } from 'zod'
import { EndpointId } from './ids.ts'
import { Timestamp, TimestampInput } from './text.ts'

const Count = z.int().min(0).meta({ example: 120 })
const Milliseconds = z.number().min(0).nullable().meta({ example: 87 })

const finished = { succeeded: Count, failed: Count, cancelled: Count }

const DeliveryCounts = z.strictObject(finished).meta({ id: 'DeliveryCounts' })

const AttemptsByStatus = z
  .strictObject({ '2xx': Count, '3xx': Count, '4xx': Count, '5xx': Count, none: Count })
  .describe('By status class; `none`: without a reply, for example after a timeout')
  .meta({ id: 'AttemptsByStatus' })

const AttemptCounts = z
  .strictObject({ total: Count, byStatus: AttemptsByStatus })
  .meta({ id: 'AttemptCounts' })

const LatencyPercentiles = z
  .strictObject({ p50: Milliseconds, p95: Milliseconds, p99: Milliseconds })
  .describe('Duration of all attempts, to within 5 %; null without attempts')
  .meta({ id: 'LatencyPercentiles' })

export const BucketSize = z.enum(['minute', 'hour', 'day']).meta({ id: 'BucketSize' })

const figures = {
  attempts: AttemptCounts,
  successRate: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('Fraction of the attempts with a 2xx reply; null without attempts')
    .meta({ example: 0.995 }),
  latencyMs: LatencyPercentiles,
}

const from = TimestampInput.optional().describe('Default: 24 hours before `to`')
const to = TimestampInput.optional().describe('Exclusive end. Default and maximum: now')

/** Query of `GET …/endpoints/{id}/stats`. */
export const EndpointStatsQuery = z.strictObject({ from, to })
export type EndpointStatsQuery = z.infer<typeof EndpointStatsQuery>

const windowFields = {
  from: Timestamp.describe('Start of the window, rounded down to the stored resolution'),
  to: Timestamp.describe('End of the window, rounded up to the stored resolution'),
}

/** Statistics of an endpoint in a time window. */
export const EndpointStats = z
  .strictObject({
    ...windowFields,
    deliveries: DeliveryCounts.extend({
      pending: Count.describe('Pending now, regardless of the window. Counted up to 10,000'),
    })
      .describe('Deliveries that finished in the window')
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
    .describe('Minutes are stored for 24 hours, hours for 32 days. A reply has at most 1,500 buckets'),
  endpointId: EndpointId.optional().describe('Only this endpoint'),
})
export type StatsQuery = z.infer<typeof StatsQuery>

const events = Count.nullable().describe(
  "Published and received events, without Posthorn's own; null with `endpointId`",
)

export const StatsBucket = z
  .strictObject({
    at: Timestamp.describe('Start of the bucket'),
    events,
    deliveries: DeliveryCounts.describe('Deliveries that finished in the bucket'),
    ...figures,
  })
  .meta({ id: 'StatsBucket' })
export type StatsBucket = z.infer<typeof StatsBucket>

const StatsTotals = z
  .strictObject({
    events,
    deliveries: DeliveryCounts.describe('Deliveries that finished in the window'),
    ...figures,
  })
  .describe('Of the whole window')
  .meta({ id: 'StatsTotals' })

/** Statistics of a time window in buckets: one for each minute, hour or day in UTC, the oldest first. */
export const StatsSeries = z
  .strictObject({ ...windowFields, bucket: BucketSize, totals: StatsTotals, data: z.array(StatsBucket) })
  .meta({ id: 'Stats' })
export type StatsSeries = z.infer<typeof StatsSeries>
