import type { LoadReply } from '../../load/messages.ts'
import type { Arrival } from '../../receivers/messages.ts'

/** How fast a burst was accepted and delivered, counted from its first request. */
export interface BurstRates {
  acceptedPerSecond: number
  /** To the last arrival, so that what waits at the end of the burst counts. */
  deliveredPerSecond: number
}

/** @param arrivals those of the burst */
export function burstRatesOf(replies: readonly LoadReply[], arrivals: readonly Arrival[]): BurstRates {
  const beganMs = replies.reduce(
    (least, { intendedMs }) => Math.min(least, intendedMs),
    Number.POSITIVE_INFINITY,
  )
  const accepted = replies.filter(({ status }) => status === 202)
  return {
    acceptedPerSecond: rateTo(
      beganMs,
      accepted.map(({ repliedMs }) => repliedMs),
    ),
    deliveredPerSecond: rateTo(
      beganMs,
      arrivals.map(({ atMs }) => atMs),
    ),
  }
}

function rateTo(beganMs: number, times: readonly number[]): number {
  const lastMs = times.reduce((most, ms) => Math.max(most, ms), beganMs)
  return lastMs === beganMs ? 0 : (times.length * 1000) / (lastMs - beganMs)
}
