import { type Latency, latencyOf } from '../../latency.ts'
import type { LoadReply } from '../../load/messages.ts'
import type { Arrival } from '../../receivers/messages.ts'
import { msText, type Result } from '../../result.ts'
import type { Published } from '../publish-at-rate.ts'
import { violationsOf } from '../reconcile.ts'
import { tookMs } from '../took.ts'

interface Measured {
  /** Measurements without it, whose mean is compared with. */
  without: readonly Published[]
  during: Published
  /** Of all, with those of the warm-ups. */
  replies: readonly LoadReply[]
  arrivals: readonly Arrival[]
}

/**
 * The results of publishing and of arriving, each compared with measurements without something.
 * @param options.beside what those were without, or when they were
 */
export function comparedWithout(
  { without, during, replies, arrivals }: Measured,
  options: { ratioMax: number; beside: string },
): [publish: Result, arrival: Result] {
  const latenciesOf = (latencyIn: (published: Published) => Latency) => ({
    before: { p95: without.reduce((sum, one) => sum + latencyIn(one).p95, 0) / without.length },
    after: latencyIn(during),
  })
  return [
    {
      ...compared('publish', { ...options, ...latenciesOf(({ latency }) => latency) }),
      cost: during.cost,
      unit: 'event',
      violations: violationsOf({ replies, arrivals, expected: replies.length }),
    },
    compared('publish to arrival', {
      ...options,
      ...latenciesOf(({ measured }) => latencyOf(tookMs(measured, arrivals))),
    }),
  ]
}

/** The replies of a measurement and of its warm-up. */
export function repliesOf({ warmUp, measured }: Published): LoadReply[] {
  return [...warmUp.replies, ...measured.replies]
}

/**
 * The result of a latency that is compared with a previous one.
 * @param options.beside what the previous one was without
 */
function compared(
  scenario: string,
  {
    before,
    after,
    ratioMax,
    beside,
  }: { before: Pick<Latency, 'p95'>; after: Latency; ratioMax: number; beside: string },
): Result {
  const ratio = after.p95 / before.p95
  return {
    scenario,
    value: `p95 ${msText(after.p95)}, ${ratio.toFixed(2)} times that ${beside}`,
    target: `at most ${ratioMax} times`,
    isReached: ratio <= ratioMax,
    latency: after,
    violations: [],
  }
}
