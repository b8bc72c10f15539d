import type { Series } from '../../components/chart/series.ts'
import type { Stats } from '../../data/overview.ts'

const BUCKET_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** The end of a bucket that begins at a time. */
export function bucketEnd(from: string, bucket: Stats['bucket']): string {
  return new Date(Date.parse(from) + BUCKET_MS[bucket]).toISOString()
}

/** The series of the charts of a window. */
export function chartSeriesOf({ data }: Stats): Record<'deliveries' | 'events' | 'latency', Series[]> {
  const values = (of: (bucket: Stats['data'][number]) => number | null) => data.map(of)
  return {
    deliveries: [
      { label: 'Succeeded', color: 'ok', values: values(({ deliveries }) => deliveries.succeeded) },
      { label: 'Failed', color: 'bad', values: values(({ deliveries }) => deliveries.failed) },
      { label: 'Cancelled', color: 'quiet', values: values(({ deliveries }) => deliveries.cancelled) },
    ],
    events: [{ label: 'Events', color: 'info', values: values(({ events }) => events) }],
    latency: [
      { label: 'p50', color: 'info', values: values(({ latencyMs }) => latencyMs.p50) },
      { label: 'p95', color: 'warn', values: values(({ latencyMs }) => latencyMs.p95) },
      { label: 'p99', color: 'bad', values: values(({ latencyMs }) => latencyMs.p99) },
    ],
  }
}
