import { setTimeout } from 'node:timers/promises'

const PAUSE_MS_MIN = 20
const PAUSE_MS_MAX = 200
/** A check is often a query: at a fixed pace, those of long waits would take more CPU time than what they wait for. */
const PAUSE_SHARE = 0.05
const DEADLINE_MS = 30_000

/**
 * Calls `check` until it returns something, and returns that. The longer it has waited, the longer it pauses.
 * @param what the condition, for the error at the deadline
 */
export async function waitUntil<Result>(
  what: string,
  check: () => Result | undefined | false | Promise<Result | undefined | false>,
  deadlineMs = DEADLINE_MS,
): Promise<Result> {
  const start = Date.now()
  for (;;) {
    const seen = await check()
    if (seen !== undefined && seen !== false) return seen
    const waitedMs = Date.now() - start
    if (waitedMs > deadlineMs) throw new Error(`timed out after ${deadlineMs} ms waiting for: ${what}`)
    await setTimeout(Math.min(Math.max(PAUSE_MS_MIN, waitedMs * PAUSE_SHARE), PAUSE_MS_MAX))
  }
}
