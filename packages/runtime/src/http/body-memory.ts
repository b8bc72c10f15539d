import { FairSemaphore, type Slot } from '@posthorn/fairness'
import { waitForSlot } from './wait-for-slot.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** The first bytes of a body count with the request, and need no block. */
const FREE_BYTES = 64 * KIB
const BLOCK_BYTES = 256 * KIB
/** 64 MiB in all; one tenant may have two thirds. */
const BLOCKS_MAX = 256
/** Larger bodies of a tenant arrive a few at a time. The others wait, so that some complete. */
const LARGE_BYTES = MIB + 4 * KIB
const LARGE_ARRIVING_MAX = 3
/** Time for a body to arrive in the overflow while other tenants wait for it: less than they wait. */
const OVERFLOW_MS_MAX = 3000

/** The memory of one body while it arrives. */
export interface BodyAllocation {
  /**
   * Reserves memory. Call it before further bytes are kept, with the total.
   * @returns undefined when there is room; otherwise a promise, which rejects with ProblemError `overloaded` when there was no room in
   *   time
   */
  grow(bytes: number): Promise<void> | undefined
  /** Whether the body has the overflow, arrives too slowly, and other tenants wait for the overflow. */
  isOverdue(): boolean
  /** The body has arrived, or the request was aborted. The body keeps its memory. */
  end(): void
}

/**
 * Bounds the memory of bodies by the bytes that have arrived, not by the announced length: a slow body takes no room from others.
 * Tenants share it (`FairSemaphore`).
 *
 * Bodies that have arrived in part could fill the memory and wait for each other. So one waiting body at a time, tenants in turn, may
 * complete beyond the bound, in the overflow. It has to arrive quickly when other tenants wait for the overflow.
 */
export class BodyMemory {
  readonly #blocks = new FairSemaphore(BLOCKS_MAX)
  readonly #overflow = new FairSemaphore(1)
  readonly #large = new Map<string, FairSemaphore>()

  /**
   * @param hold receives each slot of the body, to release it after the reply
   * @param signal aborts when the body is no longer needed
   */
  allocate(key: string, hold: (slot: Slot) => void, signal: AbortSignal): BodyAllocation {
    let paidBytes = FREE_BYTES
    let large: Slot | undefined
    let overflowSinceMs: number | undefined

    const takeFree = (bytes: number): boolean => {
      while (paidBytes < bytes) {
        const slot = this.#blocks.tryAcquire(key)
        if (slot === undefined) return false
        hold(slot)
        paidBytes += BLOCK_BYTES
      }
      return true
    }

    const waitFor = async (bytes: number): Promise<void> => {
      if (bytes > LARGE_BYTES) large ??= await this.#waitForLarge(key, signal)
      while (!takeFree(bytes)) {
        const { slot, isOverflow } = await this.#waitForBlock(key, signal)
        hold(slot)
        paidBytes = isOverflow ? Number.POSITIVE_INFINITY : paidBytes + BLOCK_BYTES
        if (isOverflow) overflowSinceMs = performance.now()
      }
    }

    return {
      grow(bytes) {
        if (bytes <= paidBytes && (bytes <= LARGE_BYTES || large !== undefined)) return undefined
        return bytes <= LARGE_BYTES && takeFree(bytes) ? undefined : waitFor(bytes)
      },
      isOverdue: () => {
        if (overflowSinceMs === undefined || performance.now() - overflowSinceMs <= OVERFLOW_MS_MAX)
          return false
        return this.#overflow.waiting > this.#overflow.waitingOf(key)
      },
      end() {
        large?.release()
      },
    }
  }

  async #waitForLarge(key: string, signal: AbortSignal): Promise<Slot> {
    const semaphore = this.#large.get(key) ?? new FairSemaphore(LARGE_ARRIVING_MAX, Number.POSITIVE_INFINITY)
    this.#large.set(key, semaphore)
    const dropUnused = () => {
      if (semaphore.held === 0 && semaphore.waiting === 0) this.#large.delete(key)
    }
    try {
      const slot = await waitForSlot(semaphore, key, signal)
      return {
        release() {
          slot.release()
          dropUnused()
        },
      }
    } catch (error) {
      dropUnused()
      throw error
    }
  }

  /** Waits for a block, or for the overflow. */
  async #waitForBlock(key: string, signal: AbortSignal): Promise<{ slot: Slot; isOverflow: boolean }> {
    const decided = new AbortController()
    const either = AbortSignal.any([signal, decided.signal])
    const waiting = [this.#blocks, this.#overflow].map(async (slots) => {
      const slot = await waitForSlot(slots, key, either)
      if (decided.signal.aborted) slot.release()
      decided.abort()
      return { slot, isOverflow: slots === this.#overflow }
    })
    try {
      return await Promise.any(waiting)
    } catch (error) {
      throw error instanceof AggregateError ? error.errors[0] : error
    }
  }
}
