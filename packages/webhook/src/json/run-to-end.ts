/**
 * Runs to its end, without a pause, work that could be done in pieces: where nobody waits for the thread, or the work is
 * small.
 */
export function runToEnd<Result>(work: Iterator<unknown, Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
