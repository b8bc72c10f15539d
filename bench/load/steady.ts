import { type Latency, latencyOf } from '../latency.ts'
import type { Answer } from './messages.ts'

/** What the answers after the warm-up came to. */
export interface Steady {
  /** Counted by the moments of the answers. */
  perSecond: number
  latency: Latency
}

/** Leaves out what was answered in the first seconds: the services were still being compiled, the connections made. */
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
