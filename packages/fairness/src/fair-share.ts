/**
 * Divides a capacity among keys (tenants, endpoints) by dynamic thresholds (Choudhury and Hahne, "Dynamic queue length
 * thresholds for shared-memory packet switches", 1998): a key may hold less than `freeMultiple` times what is free. A single
 * busy key gets `freeMultiple / (1 + freeMultiple)` of the capacity, and several share it equally; the rest stays free, so
 * that a key that comes later need not wait until another key releases something.
 */
export class FairShare {
  readonly #freeMultiple: number
  readonly #heldBy = new Map<string, number>()
  #capacity: number
  #held = 0

  /**
   * @param capacity units in all, at least 1
   * @param freeMultiple how many times the free units a key may hold; larger values use the capacity better, and leave less
   *   for a key that comes later. Default: 2, so that a single busy key gets two thirds
   */
  constructor(capacity: number, freeMultiple = 2) {
    this.#capacity = capacity
    this.#freeMultiple = freeMultiple
  }

  /** Units taken by all keys. */
  get held(): number {
    return this.#held
  }

  /** Units that are free. */
  get free(): number {
    return Math.max(0, this.#capacity - this.#held)
  }

  /** Changes the capacity. Keys keep what they hold, also beyond a lower capacity. */
  resize(capacity: number): void {
    this.#capacity = capacity
  }

  /** Units that a key has taken. */
  heldBy(key: string): number {
    return this.#heldBy.get(key) ?? 0
  }

  /**
   * Whether a key may take more units now, as if it took them one by one. A key that holds nothing may take one, as long as one is
   * free.
   */
  allows(key: string, units = 1): boolean {
    const before = units - 1
    if (this.free < units) return false
    return this.heldBy(key) + before < this.#freeMultiple * (this.free - before)
  }

  /** Takes units for a key, whether or not it is allowed them. */
  take(key: string, units = 1): void {
    this.#held += units
    this.#heldBy.set(key, this.heldBy(key) + units)
  }

  /** Returns units of a key. */
  release(key: string, units = 1): void {
    const left = this.heldBy(key) - units
    if (left < 0) throw new Error(`${key} releases ${units} of ${left + units} held units`)
    this.#held -= units
    if (left === 0) this.#heldBy.delete(key)
    else this.#heldBy.set(key, left)
  }
}
