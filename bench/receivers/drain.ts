import type { Arrival } from './messages.ts'

/** The arrival rates of a backlog, in deliveries per second. */
export interface Drain {
  /** Over its second half. */
  perSecond: number
  /** From the first arrival to the last, including the time in which V8 compiles the worker. */
  wholePerSecond: number
}

export function drainOf(arrivals: readonly Arrival[]): Drain {
  const times = arrivals.map(({ atMs }) => atMs).toSorted((one, other) => one - other)
  return {
    perSecond: rateOf(times.slice(Math.floor(times.length / 2))),
    wholePerSecond: rateOf(times),
  }
}

/** Counted from the first arrival. */
function rateOf(times: readonly number[]): number {
  const [first = 0] = times
  const last = times.at(-1) ?? 0
  return last === first ? 0 : ((times.length - 1) * 1000) / (last - first)
}
