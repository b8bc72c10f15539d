import { STATUS_CLASSES, type StatusClass } from '../delivery/status-class.ts'
import { latencyQuantiles } from './latency-scale.ts'

/** Counts of one kind: `event`, `delivery.succeeded`, `attempt.2xx`. */
export interface CountedKind {
  kind: string
  /** Counts by latency bin, of attempts; otherwise by shard of the counter. */
  bins: Readonly<Record<string, number>>
}

/** Statistics of a time window. */
export interface CountSummary {
  events: number
  deliveries: { succeeded: number; failed: number; cancelled: number }
  attempts: { total: number; byStatus: Record<StatusClass, number> }
  /** Fraction of attempts with a 2xx reply, 0 to 1; null without attempts. */
  successRate: number | null
  latencyMs: { p50: number | null; p95: number | null; p99: number | null }
}

const ATTEMPT = 'attempt.'

export function summarizeCounts(counted: readonly CountedKind[]): CountSummary {
  const totalOf = (kind: string) =>
    counted
      .filter((one) => one.kind === kind)
      .flatMap(({ bins }) => Object.values(bins))
      .reduce((sum, count) => sum + count, 0)
  const byStatus = {
    '2xx': totalOf(`${ATTEMPT}2xx`),
    '3xx': totalOf(`${ATTEMPT}3xx`),
    '4xx': totalOf(`${ATTEMPT}4xx`),
    '5xx': totalOf(`${ATTEMPT}5xx`),
    none: totalOf(`${ATTEMPT}none`),
  }
  const total = STATUS_CLASSES.reduce((sum, name) => sum + byStatus[name], 0)
  const [p50 = null, p95 = null, p99 = null] = latencyQuantiles(latenciesOf(counted), [0.5, 0.95, 0.99])
  return {
    events: totalOf('event'),
    deliveries: {
      succeeded: totalOf('delivery.succeeded'),
      failed: totalOf('delivery.failed'),
      cancelled: totalOf('delivery.cancelled'),
    },
    attempts: { total, byStatus },
    successRate: total === 0 ? null : byStatus['2xx'] / total,
    latencyMs: { p50, p95, p99 },
  }
}

/** Attempts of all classes, by latency bin. */
function latenciesOf(counted: readonly CountedKind[]): Map<number, number> {
  const latencies = new Map<number, number>()
  for (const { kind, bins } of counted) {
    if (!kind.startsWith(ATTEMPT)) continue
    for (const [bin, count] of Object.entries(bins)) {
      latencies.set(Number(bin), (latencies.get(Number(bin)) ?? 0) + count)
    }
  }
  return latencies
}
