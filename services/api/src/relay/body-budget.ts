/** Memory for bodies that were claimed and not sent yet, of all listeners of a process. One body always has room. */
export class BodyBudget {
  readonly #bytesMax: number
  #taken = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** @returns whether there is room; then it is taken */
  take(bytes: number): boolean {
    if (this.#taken > 0 && this.#taken + bytes > this.#bytesMax) return false
    this.#taken += bytes
    return true
  }

  give(bytes: number): void {
    this.#taken = Math.max(0, this.#taken - bytes)
  }

  /** Takes memory that is used already, also beyond the limit. */
  hold(bytes: number): () => void {
    this.#taken += bytes
    let isHeld = true
    return () => {
      if (isHeld) this.give(bytes)
      isHeld = false
    }
  }
}
