import { createHistogram } from 'node:perf_hooks'

const MICROSECONDS_OF_MS = 1000
const CURVE = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.99, 100]

/** Percentiles of durations, in milliseconds. */
export interface Latency {
  count: number
  p50: number
  p95: number
  p99: number
  max: number
  /** Pairs of percentile and milliseconds, ascending. */
  curve: [percentile: number, ms: number][]
}

/** Computes percentiles with an HDR histogram (http://hdrhistogram.org) of three significant digits. */
export function latencyOf(samplesMs: Iterable<number>): Latency {
  const histogram = createHistogram({ figures: 3 })
  for (const ms of samplesMs) histogram.record(Math.max(1, Math.round(ms * MICROSECONDS_OF_MS)))
  const at = (percentile: number) => msOf(percentile === 0 ? histogram.min : histogram.percentile(percentile))
  return {
    count: histogram.count,
    p50: at(50),
    p95: at(95),
    p99: at(99),
    max: msOf(histogram.max),
    curve: histogram.count === 0 ? [] : CURVE.map((percentile) => [percentile, at(percentile)]),
  }
}

function msOf(microseconds: number): number {
  return microseconds / MICROSECONDS_OF_MS
}
