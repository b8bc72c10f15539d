import type { Stats } from '../../data/overview.ts'

/** The figures of a window. */
export interface Totals {
  events: number
  succeeded: number
  failed: number
  cancelled: number
  attempts: number
  /** Of the attempts; null without any. */
  successRate: number | null
}

/** Adds up what the buckets of a window have counted. */
export function totalsOf({ data }: Stats): Totals {
  const sum = (of: (bucket: Stats['data'][number]) => number) =>
    data.reduce((total, bucket) => total + of(bucket), 0)
  const attempts = sum((bucket) => bucket.attempts.total)
  const successes = sum((bucket) => bucket.attempts.byStatus['2xx'])
  return {
    events: sum((bucket) => bucket.events ?? 0),
    succeeded: sum((bucket) => bucket.deliveries.succeeded),
    failed: sum((bucket) => bucket.deliveries.failed),
    cancelled: sum((bucket) => bucket.deliveries.cancelled),
    attempts,
    successRate: attempts === 0 ? null : successes / attempts,
  }
}

/** A share in percent, never rounded up to all of it. */
export function formatRate(rate: number): string {
  const percent = Math.floor(rate * 1_000) / 10
  return `${percent.toFixed(rate === 1 ? 0 : 1)} %`
}
