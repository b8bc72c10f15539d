/**
 * The places of a worker: how many deliveries it has in hand at once, from before the claim until the record is written.
 * First come, first served.
 */
export class Places {
  readonly #count: number
  readonly #waiting: (() => void)[] = []
  #taken = 0
  #whenAllFree: (() => void)[] = []

  constructor(count: number) {
    this.#count = count
  }

  /** Waits for a free place and takes it. Whoever has it gives it back. */
  async take(): Promise<void> {
    if (this.#taken < this.#count) {
      this.#taken += 1
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    await promise
  }

  giveBack(): void {
    const next = this.#waiting.shift()
    // It goes from hand to hand, so that nobody who comes in between is served first.
    if (next !== undefined) {
      next()
      return
    }
    this.#taken -= 1
    if (this.#taken > 0) return
    for (const tell of this.#whenAllFree) tell()
    this.#whenAllFree = []
  }

  /**
   * For how many more deliveries it makes sense to come: half as many as there are places may wait, so that those which
   * become free together are taken together, in one claim.
   */
  room(): number {
    return Math.max(0, Math.ceil(this.#count * 1.5) - this.#taken - this.#waiting.length)
  }

  /** Until nothing is in hand and nobody waits. */
  async allFree(): Promise<void> {
    if (this.#taken === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#whenAllFree.push(resolve)
    await promise
  }
}
