import type { TenantId } from '@posthorn/contracts'
import { FairShare } from '@posthorn/fairness'

/** Memory for bodies that were claimed and not sent yet, of all listeners of a process. Each tenant has its share. */
export class BodyBudget {
  readonly #share: FairShare

  constructor(bytesMax: number) {
    this.#share = new FairShare(bytesMax)
  }

  /** @returns whether there is room; then it is taken */
  take(tenantId: TenantId, bytes: number): boolean {
    if (bytes > 0 && !this.#share.allows(tenantId, bytes)) return false
    this.#share.take(tenantId, bytes)
    return true
  }

  give(tenantId: TenantId, bytes: number): void {
    this.#share.release(tenantId, bytes)
  }

  /** Takes memory that is used already, also beyond the limit. */
  hold(tenantId: TenantId, bytes: number): () => void {
    this.#share.take(tenantId, bytes)
    let isHeld = true
    return () => {
      if (isHeld) this.give(tenantId, bytes)
      isHeld = false
    }
  }
}
