/** Work that runs once at a time, and once more when it was requested meanwhile. */
export class Coalesced {
  readonly #work: () => Promise<void>
  readonly #onError: (error: unknown) => void
  #isRequested = false
  #isRunning = false

  constructor(work: () => Promise<void>, onError: (error: unknown) => void) {
    this.#work = work
    this.#onError = onError
  }

  request(): void {
    this.#isRequested = true
    if (!this.#isRunning) void this.#run()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#isRequested) {
      this.#isRequested = false
      try {
        await this.#work()
      } catch (error) {
        this.#onError(error)
      }
    }
    this.#isRunning = false
  }
}
