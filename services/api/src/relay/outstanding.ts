import type { DeliveryId } from '@posthorn/contracts'

/**
 * The deliveries that a listener has and that have no result yet. A listener that lets leases expire and returns nothing is taken
 * for dead: its connection may be open for a quarter of an hour, and each delivery would be sent to it again and again.
 */
export class Outstanding {
  readonly #expiresAtMs = new Map<DeliveryId, number>()
  #answeredAtMs = Number.NEGATIVE_INFINITY
  #sentAtMs = Number.POSITIVE_INFINITY

  /** @param nowMs a monotonic clock, as in the other methods */
  sent(id: DeliveryId, { nowMs, leaseMs }: { nowMs: number; leaseMs: number }): void {
    if (this.#expiresAtMs.size === 0) this.#sentAtMs = nowMs
    this.#expiresAtMs.set(id, nowMs + leaseMs)
  }

  /**
   * A result of this delivery has arrived, in any process.
   * @returns whether the listener had it
   */
  answered(id: DeliveryId, nowMs: number): boolean {
    const isKnown = this.#expiresAtMs.delete(id)
    if (isKnown) this.#answeredAtMs = nowMs
    return isKnown
  }

  /** Results have arrived, and it is unknown of which deliveries. */
  clear(): void {
    this.#expiresAtMs.clear()
  }

  /** Whether a lease has expired since the last result. Removes expired leases. */
  isSilent(nowMs: number): boolean {
    let hasExpired = false
    for (const [id, expiresAtMs] of this.#expiresAtMs) {
      if (expiresAtMs > nowMs) continue
      this.#expiresAtMs.delete(id)
      hasExpired = true
    }
    return hasExpired && this.#answeredAtMs < this.#sentAtMs
  }
}
