import type { RequestShape } from './request-shape.ts'

/** The command to the load process: what to send, and how fast. */
export interface LoadCommand {
  shape: RequestShape
  pace: Pace
}

/**
 * `open`: at a constant rate, independent of previous requests.
 * `closed`: each connection sends the next request after the previous reply, without a pause.
 */
export type Pace =
  | { kind: 'open'; ratePerSecond: number; count: number }
  | { kind: 'closed'; connections: number; seconds: number; countMax: number }

export type LoadEvent =
  /** Sent from time to time. */
  { kind: 'progress'; replied: number } | { kind: 'done'; replies: Float64Array; seconds: number }

/** Numbers per reply in `replies`: n, intendedMs, repliedMs, status (0 without a reply). */
export const NUMBERS_OF_REPLY = 4

/** One request of the load. Times are those of `nowMs`. */
export interface LoadReply {
  /** Counted from 0. */
  n: number
  /** When it was due. Latencies count from here, so that a slow reply does not hide the delay of later requests. */
  intendedMs: number
  repliedMs: number
  /** Undefined without a reply. */
  status: number | undefined
}
