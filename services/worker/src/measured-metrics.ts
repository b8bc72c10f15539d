import type { Overdue, PartitionLookahead } from '@posthorn/database'
import type { Metrics } from '@posthorn/runtime'

/** A value that could not be measured again for so long is no longer shown: an alert on its absence is better than an old value. */
const SHOWN_MS_MAX = 60_000

/** What a worker measures in the database from time to time, so that no scrape queries it. */
export interface Measurement {
  overdue: Overdue
  openCircuits: number
  lookahead: readonly PartitionLookahead[]
  expiredPartitions: number
  relayWaiting: number
}

const SAME = 'Every worker reports the same value: use max, not sum.'

/**
 * Metrics of the database, as last measured by this worker.
 * @param nowMs a monotonic clock in milliseconds
 */
export function createMeasuredMetrics(metrics: Metrics, nowMs: () => number = () => performance.now()) {
  let latest: { measurement: Measurement; atMs: number } | undefined
  const current = () =>
    latest !== undefined && nowMs() - latest.atMs <= SHOWN_MS_MAX ? latest.measurement : undefined

  metrics.gauge({
    name: 'posthorn_deliveries_overdue',
    help: `Deliveries due for 10 seconds and not claimed, among the next 10000. Measured every 5 seconds, absent when that fails. ${SAME}`,
    collect() {
      show(this, current()?.overdue.deliveries)
    },
  })
  metrics.gauge({
    name: 'posthorn_oldest_overdue_delivery_age_seconds',
    help: `How long the oldest overdue delivery has been due, among the next 10000; 0 without one. ${SAME}`,
    collect() {
      show(this, current()?.overdue.oldestSeconds)
    },
  })
  metrics.gauge({
    name: 'posthorn_circuits_open',
    help: `Enabled endpoints whose circuit breaker is open, at most 10000. ${SAME}`,
    collect() {
      show(this, current()?.openCircuits)
    },
  })
  metrics.gauge({
    name: 'posthorn_relay_waiting',
    help: `Deliveries that wait for the listeners of relays or are in flight to them, at most 10000. ${SAME}`,
    collect() {
      show(this, current()?.relayWaiting)
    },
  })
  metrics.gauge({
    name: 'posthorn_partitions_expired',
    help: `Partitions whose rows are all past RETENTION_DAYS and that are not dropped yet. ${SAME}`,
    collect() {
      show(this, current()?.expiredPartitions)
    },
  })
  metrics.gauge({
    name: 'posthorn_partition_lookahead_seconds',
    help: `Time until the last partition of a table ends. ${SAME}`,
    labelNames: ['table'],
    collect() {
      this.reset()
      for (const { table, seconds } of current()?.lookahead ?? []) this.set({ table }, seconds)
    },
  })

  return {
    setMeasurement(measurement: Measurement): void {
      latest = { measurement, atMs: nowMs() }
    },
  }
}

function show(gauge: { set(value: number): void; remove(): void }, value: number | undefined): void {
  if (value === undefined) gauge.remove()
  else gauge.set(value)
}
