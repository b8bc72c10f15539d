import { setTimeout } from 'node:timers/promises'
import type { DeliveryId } from '@posthorn/contracts'
import type { DueDeliveries } from './due-deliveries.ts'
import type { LargeBodies } from './large-bodies.ts'
import type { Taken } from './next-batch.ts'

/** Then the sweeper retries. */
const TRIES_MAX = 4

/** A delivery with its capacity, and the number of tries to claim it. */
export interface Candidate extends Taken {
  tries: number
}

export interface ClaimRetryDependencies {
  due: DueDeliveries
  large: LargeBodies
  /** Called after deliveries are due again. */
  onDue: () => void
}

/** Deliveries that could not be claimed, and how often. */
export class ClaimRetries {
  readonly #dependencies: ClaimRetryDependencies
  readonly #tries = new Map<DeliveryId, number>()

  constructor(dependencies: ClaimRetryDependencies) {
    this.#dependencies = dependencies
  }

  /** Adds the number of tries before this one. */
  candidate({ due, slot }: Taken): Candidate {
    const tries = this.#tries.get(due.deliveryId) ?? 0
    this.#tries.delete(due.deliveryId)
    return { due, slot, tries }
  }

  /**
   * Releases the capacity of deliveries, and makes them due again after a pause.
   * @param options.countsTry whether the sweeper takes them after TRIES_MAX. Default: false
   */
  later(candidates: readonly Candidate[], pauseMs: number, { countsTry = false } = {}): void {
    const { large } = this.#dependencies
    for (const { slot } of candidates) slot.release()
    const isRetried = ({ tries }: Candidate) => !countsTry || tries + 1 < TRIES_MAX
    for (const { due } of candidates.filter((candidate) => !isRetried(candidate)))
      large.delete(due.tenantId, due.endpointId)
    const retried = candidates.filter(isRetried)
    if (retried.length > 0) void this.#addLater(retried, pauseMs, countsTry)
  }

  async #addLater(candidates: readonly Candidate[], pauseMs: number, countsTry: boolean): Promise<void> {
    if (pauseMs > 0) await setTimeout(pauseMs)
    // In front, and the last first, so they keep their order: a body too large for this claim would otherwise move behind the
    // whole backlog of its endpoint again and again.
    for (const { due, tries } of candidates.toReversed()) {
      if (countsTry) this.#tries.set(due.deliveryId, tries + 1)
      this.#dependencies.due.putBack(due)
    }
    this.#dependencies.onDue()
  }
}
