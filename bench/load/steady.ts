import { type Latency, latencyOf } from '../latency.ts'
import type { Answer } from './messages.ts'

/** The replies after the warm-up. */
export interface Steady {
  /** By the times of the replies. */
  perSecond: number
  latency: Latency
}

/** Leaves out the replies of the first seconds, when V8 still compiled and connections were opened. */
export function steadyOf(answers: readonly Answer[], warmUpSeconds: number): Steady {
  const beganMs = answers.reduce(
    (least, { intendedMs }) => Math.min(least, intendedMs),
    Number.POSITIVE_INFINITY,
  )
  const fromMs = beganMs + warmUpSeconds * 1000
  const steady = answers.filter(({ answeredMs }) => answeredMs >= fromMs)
  const toMs = steady.reduce((most, { answeredMs }) => Math.max(most, answeredMs), fromMs)
  return {
    perSecond: toMs === fromMs ? 0 : (steady.length * 1000) / (toMs - fromMs),
    latency: latencyOf(steady.map(({ intendedMs, answeredMs }) => answeredMs - intendedMs)),
  }
}
