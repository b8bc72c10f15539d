const PAUSE_MS_MIN = 1000
const PAUSE_MS_MAX = 60_000
/** More than a worker delivers, so that there is always one to be taken. */
const DELIVERIES_PER_SECOND = 4000
const TENANTS_MAX = 10_000

/**
 * When jobs come again for which a tenant has no room: one after another, about as fast as they can be worked off, so that they
 * are not handed out in vain all the time.
 */
export class PostponedJobs {
  /** When the last job of a tenant comes again. */
  readonly #lastAtMs = new Map<string, number>()
  readonly #monotonicMs: () => number

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
  }

  /** @returns after how many milliseconds a job of so many deliveries is to come again */
  againInMs(tenantId: string, deliveries: number): number {
    const nowMs = this.#monotonicMs()
    const lastAtMs = this.#lastAtMs.get(tenantId) ?? 0
    const nextAtMs = Math.max(nowMs + PAUSE_MS_MIN, lastAtMs + (deliveries / DELIVERIES_PER_SECOND) * 1000)
    const atMs = Math.min(nextAtMs, nowMs + PAUSE_MS_MAX)
    if (this.#lastAtMs.size >= TENANTS_MAX) this.#forgetPast(nowMs)
    this.#lastAtMs.set(tenantId, atMs)
    return Math.ceil(atMs - nowMs)
  }

  #forgetPast(nowMs: number): void {
    for (const [tenantId, atMs] of this.#lastAtMs) if (atMs <= nowMs) this.#lastAtMs.delete(tenantId)
  }
}
