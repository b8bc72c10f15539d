/** Messages to the receivers process. It answers each with the message of the same name. */
export type ReceiverCommand =
  /** Starts receivers, each replying after `delayMs`. */
  | { kind: 'open'; count: number; delayMs: number }
  /** Makes these receivers fail from now on. */
  | { kind: 'fail'; hanging: number | undefined; refusing: number }
  | { kind: 'close' }

/** Messages from the receivers process. */
export type ReceiverReply =
  | { kind: 'open'; ports: number[] }
  | { kind: 'fail' }
  /** Sent from time to time: the number of events that arrived at each receiver. */
  | { kind: 'count'; arrived: number[] }
  | { kind: 'close'; arrivals: Arrival[] }

/** The first request for an event at a receiver: when it was complete, by `nowMs`, and how often it arrived. */
export interface Arrival {
  n: number
  receiver: number
  atMs: number
  times: number
}
