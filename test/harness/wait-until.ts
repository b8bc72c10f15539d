import { setTimeout } from 'node:timers/promises'

const POLL_MS = 20
const DEADLINE_MS = 30_000

/**
 * Waits until `look` gives something, and returns it.
 * @param what is waited for, named in the error when the deadline passes
 */
export async function waitUntil<Result>(
  what: string,
  look: () => Result | undefined | false | Promise<Result | undefined | false>,
  deadlineMs = DEADLINE_MS,
): Promise<Result> {
  const end = Date.now() + deadlineMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() > end) throw new Error(`waited ${deadlineMs} ms in vain for: ${what}`)
    await setTimeout(POLL_MS)
  }
}
