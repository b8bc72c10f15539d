import type { DeliveryId } from '@posthorn/contracts'

interface Sent {
  sentAtMs: number
  untilMs: number
}

/**
 * The deliveries that a listener has and that have no result yet. A listener that lets leases expire and returns nothing is taken
 * for dead: its connection may be open for a quarter of an hour, and each delivery would be sent to it again and again.
 */
export class Outstanding {
  readonly #sent = new Map<DeliveryId, Sent>()
  #answeredAtMs = Number.NEGATIVE_INFINITY
  /** When the last of those was sent whose lease has expired. */
  #expiredSentAtMs = Number.NEGATIVE_INFINITY

  /**
   * @param nowMs a monotonic clock, as in the other methods
   * @param untilMs when its lease expires
   */
  sent(id: DeliveryId, { nowMs, untilMs }: { nowMs: number; untilMs: number }): void {
    // It may have it already: its lease has expired, and it is sent again before anyone has looked.
    this.#noteExpired(id, nowMs)
    this.#sent.set(id, { sentAtMs: nowMs, untilMs })
  }

  /**
   * A result of this delivery has arrived, in any process.
   * @returns whether the listener had it
   */
  answered(id: DeliveryId, nowMs: number): boolean {
    const isKnown = this.#sent.delete(id)
    if (isKnown) this.#answeredAtMs = nowMs
    return isKnown
  }

  /** Results have arrived, and it is unknown of which deliveries. */
  clear(): void {
    this.#sent.clear()
    this.#expiredSentAtMs = Number.NEGATIVE_INFINITY
  }

  /** Whether the lease of a delivery has expired that was sent after the last result. */
  isSilent(nowMs: number): boolean {
    for (const id of this.#sent.keys()) this.#noteExpired(id, nowMs)
    return this.#expiredSentAtMs > this.#answeredAtMs
  }

  #noteExpired(id: DeliveryId, nowMs: number): void {
    const sent = this.#sent.get(id)
    if (sent === undefined || sent.untilMs > nowMs) return
    this.#sent.delete(id)
    this.#expiredSentAtMs = Math.max(this.#expiredSentAtMs, sent.sentAtMs)
  }
}
