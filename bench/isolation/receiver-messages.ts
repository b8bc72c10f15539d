/** What the measurement tells the process of the receivers. Each is answered by the notice of the same name. */
export type ReceiverOrder =
  | { kind: 'open'; count: number }
  /** From now on these receivers are bad ones. */
  | { kind: 'spoil'; hanging: number; refusing: number }
  | { kind: 'close' }

/** What it says. */
export type ReceiverNotice =
  | { kind: 'open'; ports: number[] }
  | { kind: 'spoil' }
  /** Sent now and then: how many events have come to each receiver. */
  | { kind: 'count'; arrived: number[] }
  | { kind: 'close'; arrivals: Arrival[] }

/** The first request for an event: when it was there as a whole, by `nowMs`, and how often it came. */
export interface Arrival {
  n: number
  atMs: number
  times: number
}
