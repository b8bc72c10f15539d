import { FairQueue } from '@posthorn/fairness'

/** How long deliveries are begun in one turn of the event loop, in milliseconds: then whatever else has happened has its turn. */
const TURN_MS = 1
/** Fewer are begun in about the time that the claim of the next ones takes. */
const FEW = 16

/**
 * Begins work in short turns, of all tenants in turn. A claim brings many deliveries at once, and to sign and send them all in one
 * go would hold up whatever the process does besides: the claims and requests of other tenants.
 */
export class Starts {
  readonly #waiting = new FairQueue<() => void>()
  readonly #onFew: () => void
  #isRunning = false

  /** @param onFew called when there is little more of a tenant to begin */
  constructor(onFew: () => void) {
    this.#onFew = onFew
  }

  /** Whether a tenant has little that waits to be begun, and may claim more. */
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
