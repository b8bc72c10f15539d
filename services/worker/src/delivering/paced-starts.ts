import { FairQueue } from '@posthorn/fairness'

/** Time for starting deliveries in one turn of the event loop, in milliseconds. */
const TURN_MS = 1
/** A tenant with fewer waiting claims more: as many start in about the time of a claim, so that the worker is never without one. */
const LOW_WATER_MARK = 40

/**
 * Starts work in short slices, tenants in turn. A claim returns many deliveries at once; signing and sending all of them in one turn of
 * the event loop would delay the claims and requests of other tenants.
 */
export class PacedStarts {
  readonly #waiting = new FairQueue<() => void>()
  readonly #onLow: () => void
  #isRunning = false

  /** @param onLow called when the waiting deliveries of a tenant fall below the low-water mark */
  constructor(onLow: () => void) {
    this.#onLow = onLow
  }

  /** Whether so few deliveries of a tenant wait to start that it may claim more. */
  isLow(tenantId: string): boolean {
    return this.#waiting.sizeOf(tenantId) < LOW_WATER_MARK
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
      if (this.#waiting.sizeOf(next.key) === LOW_WATER_MARK - 1) this.#onLow()
    } while (performance.now() < untilMs)
    setImmediate(() => this.#run())
  }
}
