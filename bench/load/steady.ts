import { type Latency, latencyOf } from '../latency.ts'
import type { LoadReply } from './messages.ts'

/** The replies after the warm-up. */
export interface Steady {
  /** By the times of the replies. */
  perSecond: number
  latency: Latency
}

/** Leaves out the replies of the first seconds, when V8 still compiled and connections were opened. */
export function steadyOf(replies: readonly LoadReply[], warmUpSeconds: number): Steady {
  const beganMs = replies.reduce(
    (least, { intendedMs }) => Math.min(least, intendedMs),
    Number.POSITIVE_INFINITY,
  )
  const fromMs = beganMs + warmUpSeconds * 1000
  const steady = replies.filter(({ repliedMs }) => repliedMs >= fromMs)
  const toMs = steady.reduce((most, { repliedMs }) => Math.max(most, repliedMs), fromMs)
  return {
    perSecond: toMs === fromMs ? 0 : (steady.length * 1000) / (toMs - fromMs),
    latency: latencyOf(steady.map(({ intendedMs, repliedMs }) => repliedMs - intendedMs)),
  }
}
