import type { TenantId } from '@posthorn/contracts'

/** More than any installation has streams. Untrusted neighbours on a shared Redis could announce more. */
const TENANTS_MAX = 10_000

/** The tenants that were announced as watched in the last seconds, by any process. */
export class WatchedTenants {
  readonly #expiresAtMs = new Map<TenantId, number>()
  readonly #watchedMs: number

  /** @param watchedMs how long an announcement counts */
  constructor(watchedMs: number) {
    this.#watchedMs = watchedMs
  }

  announce(tenantIds: readonly TenantId[], nowMs: number): void {
    for (const [tenantId, expiresAtMs] of this.#expiresAtMs)
      if (expiresAtMs <= nowMs) this.#expiresAtMs.delete(tenantId)
    for (const tenantId of tenantIds) {
      if (this.#expiresAtMs.size >= TENANTS_MAX && !this.#expiresAtMs.has(tenantId)) return
      this.#expiresAtMs.set(tenantId, nowMs + this.#watchedMs)
    }
  }

  has(tenantId: TenantId, nowMs: number): boolean {
    const expiresAtMs = this.#expiresAtMs.get(tenantId)
    return expiresAtMs !== undefined && nowMs < expiresAtMs
  }
}
