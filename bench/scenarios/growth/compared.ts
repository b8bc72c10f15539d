import type { Latency } from '../../latency.ts'
import { msText, type Result } from '../../result.ts'

/**
 * The result of a latency that is compared with a previous one.
 * @param options.beside what the previous one was without
 */
export function compared(
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
