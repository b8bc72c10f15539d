/** Runs a generator to its end without pauses. For small work, or in a thread of its own. */
export function runToEnd<Result>(work: Iterator<unknown, Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
