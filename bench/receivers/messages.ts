/** What the measurement tells the process of the receivers. Each is answered by the notice of the same name. */
export type ReceiverOrder =
  /** So many receivers, each answering after `delayMs`. */
  | { kind: 'open'; count: number; delayMs: number }
  /** From now on these receivers are bad ones. */
  | { kind: 'spoil'; hanging: number | undefined; refusing: number }
  | { kind: 'close' }

/** What it says. */
export type ReceiverNotice =
  | { kind: 'open'; ports: number[] }
  | { kind: 'spoil' }
  /** Sent now and then: how many events have come to each receiver. */
  | { kind: 'count'; arrived: number[] }
  | { kind: 'close'; arrivals: Arrival[] }

/** The first request for an event at a receiver: when it was there as a whole, by `nowMs`, and how often it came. */
export interface Arrival {
  n: number
  receiver: number
  atMs: number
  times: number
}
