/** Lends a bounded number of slots, first come first served. */
export class Slots {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(slots: number) {
    this.#free = slots
  }

  /**
   * Waits for a slot. Give it back with `release`.
   *
   * @throws the signal's reason, when it aborts first; then no slot was taken
   */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(proceed)
        reject(signal.reason)
      }
      const proceed = () => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      this.#waiting.add(proceed)
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }

  /** Hands the slot to the one who waits longest. */
  release(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#free += 1
      return
    }
    this.#waiting.delete(next)
    next()
  }
}
