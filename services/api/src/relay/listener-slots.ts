import { ProblemError, type TenantId } from '@posthorn/contracts'

const LISTENERS_MAX = 1_000
const LISTENERS_OF_TENANT_MAX = 100

/** Slots of the listeners of a process: those that connect, that are connected, and that read their last reply. */
export class ListenerSlots {
  readonly #takenBy = new Map<TenantId, number>()
  #taken = 0

  /**
   * Takes a slot until `gone` aborts.
   * @throws ProblemError `overloaded` or `rate_limited` when there are too many listeners
   */
  take(tenantId: TenantId, gone: AbortSignal): void {
    const taken = this.#takenBy.get(tenantId) ?? 0
    if (this.#taken >= LISTENERS_MAX)
      throw new ProblemError('overloaded', 'Too many listeners are connected. Try again later.')
    if (taken >= LISTENERS_OF_TENANT_MAX) {
      const detail = `The tenant has ${LISTENERS_OF_TENANT_MAX} listeners connected. Stop one, or try again later.`
      throw new ProblemError('rate_limited', detail, { retryAfterSeconds: 30 })
    }
    if (gone.aborted) return
    this.#change(tenantId, 1)
    gone.addEventListener('abort', () => this.#change(tenantId, -1), { once: true })
  }

  #change(tenantId: TenantId, difference: 1 | -1): void {
    const taken = (this.#takenBy.get(tenantId) ?? 0) + difference
    if (taken === 0) this.#takenBy.delete(tenantId)
    else this.#takenBy.set(tenantId, taken)
    this.#taken += difference
  }
}
