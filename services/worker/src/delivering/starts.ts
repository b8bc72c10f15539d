import { FairQueue } from '@posthorn/fairness'

/** Time for starting deliveries in one turn of the event loop, in milliseconds. */
const TURN_MS = 1
/** So many start in about the time of the next claim. */
const FEW = 16

/**
 * Starts work in short slices, tenants in turn. A claim returns many deliveries at once; signing and sending all of them in one turn of
 * the event loop would delay the claims and requests of other tenants.
 */
export class Starts {
  readonly #waiting = new FairQueue<() => void>()
  readonly #onFew: () => void
  #isRunning = false

  /** @param onFew called when few deliveries of a tenant wait to start */
  constructor(onFew: () => void) {
    this.#onFew = onFew
  }

  /** Whether few deliveries of a tenant wait to start, so that it may claim more. */
  hasFew(tenantId: string): boolean {
    return this.#waiting.sizeOf(tenantId) < FEW
  }

  add(tenantId: string, begin: () => void): void {
    this.#waiting.add(tenantId, begin)
    if (this.#isRunning) return
    this.#isRunning = true
    this.#run()
  }

  #run(): void {
    const untilMs = performance.now() + TURN_MS
    do {
      const next = this.#waiting.next()
      if (next === undefined) {
        this.#isRunning = false
        return
      }
      next.item()
      if (this.#waiting.sizeOf(next.key) === FEW - 1) this.#onFew()
    } while (performance.now() < untilMs)
    setImmediate(() => this.#run())
  }
}
