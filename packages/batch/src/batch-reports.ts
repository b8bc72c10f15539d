import { channel, subscribe } from 'node:diagnostics_channel'

/** https://nodejs.org/api/diagnostics_channel.html: without a subscriber, a report costs a comparison. */
const CHANNEL = channel('posthorn.batch')

/** A batch that was started. */
export interface BatchReport {
  /** What its items are: `events`, `attempts`. One of few values, known in advance. */
  name: string
  /** Number of items. */
  size: number
}

/** Reports a batch to the metrics of the process, if it has any. */
export function reportBatch(report: BatchReport): void {
  if (CHANNEL.hasSubscribers) CHANNEL.publish(report)
}

/** Calls `observe` for each batch of this process, for as long as it runs. */
export function onBatch(observe: (report: BatchReport) => void): void {
  subscribe(CHANNEL.name, (report) => observe(report as BatchReport))
}
