import { type Latency, latencyOf } from '../../latency.ts'
import type { LoadReply } from '../../load/messages.ts'
import type { Arrival } from '../../receivers/messages.ts'
import { msText, type Result } from '../../result.ts'
import type { Published } from '../publish-at-rate.ts'
import { violationsOf } from '../reconcile.ts'
import { tookMs } from '../took.ts'

interface Measured {
  before: Published
  after: Published
  /** Of both, with those of the warm-ups. */
  replies: readonly LoadReply[]
  arrivals: readonly Arrival[]
}

/**
 * The results of publishing and of arriving, each compared with a previous one.
 * @param options.beside what the previous one was without
 */
export function comparedWithBefore(
  { before, after, replies, arrivals }: Measured,
  options: { ratioMax: number; beside: string },
): [publish: Result, arrival: Result] {
  return [
    {
      ...compared('publish', { ...options, before: before.latency, after: after.latency }),
      cost: after.cost,
      unit: 'event',
      violations: violationsOf({ replies, arrivals, expected: replies.length }),
    },
    compared('publish to arrival', {
      ...options,
      before: latencyOf(tookMs(before.measured, arrivals)),
      after: latencyOf(tookMs(after.measured, arrivals)),
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
  { before, after, ratioMax, beside }: { before: Latency; after: Latency; ratioMax: number; beside: string },
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
