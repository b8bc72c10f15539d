const SECOND = 1_000
const LONGEST_MS = 30 * SECOND

/** A run of at least this length resets the backoff. */
const STABLE_AFTER_MS = 60 * SECOND

/** The number of early exits in a row, after a run of `runMs`. */
export function countEarlyExits(exitsBefore: number, runMs: number): number {
  return runMs >= STABLE_AFTER_MS ? 1 : exitsBefore + 1
}

/** The pause before the next start: 1 s, 2 s, 4 s and so on, 30 s at most. */
export function restartPauseMs(earlyExits: number): number {
  return Math.min(SECOND * 2 ** (earlyExits - 1), LONGEST_MS)
}
