import { type Latency, latencyOf } from '../../latency.ts'
import type { LoadReply } from '../../load/messages.ts'
import type { Arrival } from '../../receivers/messages.ts'
import { msText, type Result } from '../../result.ts'
import type { Published } from '../publish-at-rate.ts'
import { violationsOf } from '../reconcile.ts'
import { tookMs } from '../took.ts'

interface Measured {
  /** Runs without what is measured: a shared machine changes its speed, so their percentiles are averaged. */
  without: readonly Published[]
  measured: Published
  /** Of all runs, with those of the warm-ups. */
  replies: readonly LoadReply[]
  arrivals: readonly Arrival[]
}

/**
 * The results of publishing and of arriving, each compared with runs without what is measured.
 * @param options.beside names those runs
 */
export function comparedWithout(
  { without, measured, replies, arrivals }: Measured,
  options: { ratioMax: number; beside: string },
): [publish: Result, arrival: Result] {
  const compare = (scenario: string, latencyIn: (run: Published) => Latency) => {
    const p95s = without.map((run) => latencyIn(run).p95)
    const before = { p95: p95s.reduce((sum, p95) => sum + p95, 0) / p95s.length }
    return compared(scenario, { ...options, before, after: latencyIn(measured) })
  }
  return [
    {
      ...compare('publish', ({ latency }) => latency),
      cost: measured.cost,
      unit: 'event',
      violations: violationsOf({ replies, arrivals, expected: replies.length }),
    },
    compare('publish to arrival', (run) => latencyOf(tookMs(run.measured, arrivals))),
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
