const PAUSE_MS_MIN = 1000
const PAUSE_MS_MAX = 60_000
/** More than a worker delivers, so that it always has a job to take. */
const DELIVERIES_PER_SECOND = 4000
const TENANTS_MAX = 10_000

/** Retry times of jobs whose tenant has no room: one after another, at about the rate of delivery, to avoid useless retries. */
export class QueueJobRetryDelays {
  /** When the last job of a tenant is retried. */
  readonly #lastAtMs = new Map<string, number>()
  readonly #monotonicMs: () => number

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
  }

  /** @returns the delay before the job is retried, in milliseconds */
  retryInMs(tenantId: string, deliveries: number): number {
    const nowMs = this.#monotonicMs()
    const lastAtMs = this.#lastAtMs.get(tenantId) ?? 0
    const nextAtMs = Math.max(nowMs + PAUSE_MS_MIN, lastAtMs + (deliveries / DELIVERIES_PER_SECOND) * 1000)
    const atMs = Math.min(nextAtMs, nowMs + PAUSE_MS_MAX)
    if (this.#lastAtMs.size >= TENANTS_MAX) this.#deletePast(nowMs)
    this.#lastAtMs.set(tenantId, atMs)
    return Math.ceil(atMs - nowMs)
  }

  #deletePast(nowMs: number): void {
    for (const [tenantId, atMs] of this.#lastAtMs) if (atMs <= nowMs) this.#lastAtMs.delete(tenantId)
  }
}
