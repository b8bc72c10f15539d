import type { RequestShape } from './request-shape.ts'

/** What the process of the load is told to send, and how fast. */
export interface LoadOrder {
  shape: RequestShape
  pace: Pace
}

/**
 * `open`: at a constant rate, whatever becomes of the earlier ones; one that is late delays none of the others.
 * `closed`: each connection sends the next one when it has been answered, as fast as that goes.
 */
export type Pace =
  | { kind: 'open'; ratePerSecond: number; count: number }
  | { kind: 'closed'; connections: number; seconds: number; countMax: number }

export type LoadNotice =
  /** Sent now and then. */
  { kind: 'progress'; answered: number } | { kind: 'done'; answers: Float64Array; seconds: number }

/** Numbers that stand for one answer in `answers`: n, intendedMs, answeredMs, status (0: there was none). */
export const NUMBERS_OF_ANSWER = 4

/** One request of the load. Times are those of `nowMs`. */
export interface Answer {
  /** Counted from 0. */
  n: number
  /** When it had to be sent. Latencies count from here: what a slow answer holds up must not look faster for it. */
  intendedMs: number
  answeredMs: number
  /** Undefined: there was no answer. */
  status: number | undefined
}
