const SAMPLE = /^posthorn_attempts_total(?:\{.*\})? (\d+)$/gm

/** The number of attempts that a worker has recorded since its start, from the text of its /metrics. */
export function attemptsIn(metrics: string): number {
  return [...metrics.matchAll(SAMPLE)].reduce((sum, [, value]) => sum + Number(value), 0)
}

/** The shares of what was made between two counts, one for each worker. NaN when nothing was. */
export function sharesOf(before: readonly number[], after: readonly number[]): number[] {
  const made = after.map((count, worker) => count - (before[worker] ?? 0))
  const all = made.reduce((sum, each) => sum + each, 0)
  return made.map((each) => each / all)
}
