import type { FairSemaphore, Slot } from '@posthorn/fairness'
import { untilAborted } from '../until-aborted.ts'
import type { ResolvedAddress } from './name-lookup.ts'
import type { ResolverSilence } from './resolver-silence.ts'

export interface SharedLookupOptions {
  slots: FairSemaphore
  silence: ResolverSilence
  /** Looks the name up, bounded in time. */
  ask: () => Promise<readonly ResolvedAddress[]>
  /** All who waited for it to begin have given up. */
  onAbandoned: () => void
}

/**
 * One lookup for all who want a name. Each tenant that does waits for a slot of its own, and the first to get one begins, so that no tenant
 * waits behind the lookups of another. Once begun, it goes on whoever gives up.
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
    this.answers.catch(() => {}) // those who wait for it are told; there may be none left
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
      () => {}, // it has begun with another's, or none is needed any more
    )
  }

  #beginWith(slot: Slot): void {
    if (this.#state === 'begun' || this.#noSlotNeeded.signal.aborted) return slot.release()
    this.#state = 'begun'
    this.#begun.resolve()
    this.#noSlotNeeded.abort()
    this.#options
      .ask()
      .then(this.#answered.resolve, this.#answered.reject)
      .finally(() => slot.release())
  }

  #abandon(): void {
    this.#noSlotNeeded.abort()
    this.#options.onAbandoned()
  }
}
