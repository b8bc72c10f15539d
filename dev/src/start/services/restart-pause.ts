const SECOND = 1_000
const LONGEST_MS = 30 * SECOND

/** Whoever lived this long is taken to be well again. */
const WELL_AFTER_MS = 60 * SECOND

/** How often in a row a process died early, after a life of `lifeMs`. */
export function countDeaths(deathsBefore: number, lifeMs: number): number {
  return lifeMs >= WELL_AFTER_MS ? 1 : deathsBefore + 1
}

/** The pause before the next start: 1 s, 2 s, 4 s and so on, 30 s at most. */
export function restartPauseMs(deaths: number): number {
  return Math.min(SECOND * 2 ** (deaths - 1), LONGEST_MS)
}
