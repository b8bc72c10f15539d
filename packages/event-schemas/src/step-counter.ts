/** A check exceeded its limit of steps. */
export class TooManyStepsError extends Error {
  override readonly name = 'TooManyStepsError'
}

/** Maximum for one check. A step takes about 100 ns, so a check blocks the thread for at most about 50 ms. */
const STEPS_MAX = 500_000

/** Counts the steps of a check. Checks are synchronous, so one counter serves all checks of a schema. */
export class StepCounter {
  #left = 0

  reset(): void {
    this.#left = STEPS_MAX
  }

  /** @throws TooManyStepsError */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new TooManyStepsError(`the check takes more than ${STEPS_MAX} steps`)
  }
}
