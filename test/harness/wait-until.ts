import { setTimeout } from 'node:timers/promises'

const POLL_MS = 20
const DEADLINE_MS = 30_000

/**
 * Calls `check` until it returns something, and returns that.
 * @param what the condition, for the error at the deadline
 */
export async function waitUntil<Result>(
  what: string,
  check: () => Result | undefined | false | Promise<Result | undefined | false>,
  deadlineMs = DEADLINE_MS,
): Promise<Result> {
  const end = Date.now() + deadlineMs
  for (;;) {
    const seen = await check()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() > end) throw new Error(`timed out after ${deadlineMs} ms waiting for: ${what}`)
    await setTimeout(POLL_MS)
  }
}
