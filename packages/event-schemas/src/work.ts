/** A check took more work than it may. */
export class TooMuchWorkError extends Error {
  override readonly name = 'TooMuchWorkError'
}

/** Steps of one check. One takes about 100 ns, so that no check keeps the process for longer than about 50 ms. */
const STEPS_MAX = 500_000

/** Counts what a check does. A check runs to its end in one turn of the event loop, so one counter serves all checks of a schema. */
export class Work {
  #left = 0

  /** A check begins. */
  begin(): void {
    this.#left = STEPS_MAX
  }

  /** @throws TooMuchWorkError */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new TooMuchWorkError('the check takes too many steps')
  }
}
