import type { FairSemaphore, Slot } from '@posthorn/fairness'
import { untilAborted } from '../until-aborted.ts'
import type { ResolvedAddress } from './resolved-address.ts'
import type { ResolverSilence } from './resolver-silence.ts'

export interface SharedLookupOptions {
  slots: FairSemaphore
  silence: ResolverSilence
  /** Looks the name up, bounded in time. */
  lookUp: () => Promise<readonly ResolvedAddress[]>
  /** Called when all waiting callers have given up before the lookup began. */
  onAbandoned: () => void
}

/**
 * One lookup for all callers of a name. Each tenant waits for its own slot, and the first slot starts the lookup, so that
 * no tenant waits behind the lookups of another. Once started, it continues even if callers give up.
 */
export class SharedLookup {
  /** Settles when the lookup is over. */
  readonly answers: Promise<readonly ResolvedAddress[]>
  readonly silence: ResolverSilence
  readonly #options: SharedLookupOptions
  readonly #answered = Promise.withResolvers<readonly ResolvedAddress[]>()
  readonly #begun = Promise.withResolvers<void>()
  readonly #noSlotNeeded = new AbortController()
  readonly #tenants = new Set<string>()
  #waiting = 0
  #state: 'waiting' | 'begun' = 'waiting'

  constructor(options: SharedLookupOptions) {
    this.#options = options
    this.silence = options.silence
    this.answers = this.#answered.promise
    this.answers.catch(() => {}) // callers handle it; all of them may have given up
  }

  /**
   * Waits until the lookup has begun.
   *
   * @throws the signal's reason
   */
  async begin(tenantId: string, signal: AbortSignal): Promise<void> {
    if (this.#state === 'begun') return
    this.#waiting += 1
    this.#waitForSlot(tenantId)
    try {
      await untilAborted(this.#begun.promise, signal)
    } finally {
      this.#waiting -= 1
      if (this.#waiting === 0 && this.#state === 'waiting') this.#abandon()
    }
  }

  #waitForSlot(tenantId: string): void {
    if (this.#tenants.has(tenantId)) return
    this.#tenants.add(tenantId)
    this.#options.slots.acquire(tenantId, this.#noSlotNeeded.signal).then(
      (slot) => this.#beginWith(slot),
      () => {}, // the lookup began with another slot, or was abandoned
    )
  }

  #beginWith(slot: Slot): void {
    if (this.#state === 'begun' || this.#noSlotNeeded.signal.aborted) return slot.release()
    this.#state = 'begun'
    this.#begun.resolve()
    this.#noSlotNeeded.abort()
    this.#options
      .lookUp()
      .then(this.#answered.resolve, this.#answered.reject)
      .finally(() => slot.release())
  }

  #abandon(): void {
    this.#noSlotNeeded.abort()
    this.#options.onAbandoned()
  }
}
