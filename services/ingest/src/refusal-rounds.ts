import { setTimeout } from 'node:timers/promises'

const ROUND_MS = 100

/**
 * Returns what waits for the next round, ten a second. Requests over a rate limit are compared with their current sources in
 * rounds, each with one statement for all of them: a burst of any size costs a few statements.
 */
export function createRefusalRounds(): () => Promise<void> {
  let next: Promise<void> | undefined

  async function round(): Promise<void> {
    await setTimeout(ROUND_MS)
    next = undefined
  }

  return () => {
    next ??= round()
    return next
  }
}
