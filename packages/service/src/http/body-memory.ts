import { FairSemaphore, type Slot } from '@posthorn/fairness'
import { waitForSlot } from './wait-for-slot.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** A body's first bytes are part of what a request takes, and need no block. */
const FREE_BYTES = 64 * KIB
const BLOCK_BYTES = 256 * KIB
/** 64 MiB in all: of one tenant two thirds. */
const BLOCKS_MAX = 256
/** Beyond it a body is large: of those, so many of each tenant arrive at a time. The others wait, so that some complete. */
const LARGE_BYTES = MIB + 4 * KIB
const LARGE_AT_ONCE = 3

/** The memory that one body takes as it arrives. */
export interface BodyLease {
  /**
   * To be called before so many bytes in all are kept.
   * @returns undefined when they may be; otherwise a promise, which rejects with ProblemError `overloaded` when there was
   *   no room in time
   */
  grow(bytes: number): Promise<void> | undefined
  /** The body has arrived, or does not any more. What it takes, it holds on to. */
  end(): void
}

/**
 * Bounds the memory of the bodies that a process holds, by the bytes that have arrived, not by what is announced: a body
 * that takes its time keeps no room from others. Tenants share it (`FairSemaphore`).
 *
 * Bodies that have arrived in part could fill it and wait for each other. So one of those that wait, each tenant's in turn,
 * may always complete beyond it.
 */
export class BodyMemory {
  readonly #blocks = new FairSemaphore(BLOCKS_MAX)
  readonly #beyond = new FairSemaphore(1)
  readonly #large = new Map<string, FairSemaphore>()

  /**
   * @param hold takes each slot that the body acquires, to be released when its request has been answered
   * @param signal aborts when the body is no longer wanted
   */
  lease(key: string, hold: (slot: Slot) => void, signal: AbortSignal): BodyLease {
    let paidBytes = FREE_BYTES
    let large: Slot | undefined

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
        const { slot, isBeyond } = await this.#waitForBlock(key, signal)
        hold(slot)
        paidBytes = isBeyond ? Number.POSITIVE_INFINITY : paidBytes + BLOCK_BYTES
      }
    }

    return {
      grow(bytes) {
        if (bytes <= paidBytes && (bytes <= LARGE_BYTES || large !== undefined)) return undefined
        return bytes <= LARGE_BYTES && takeFree(bytes) ? undefined : waitFor(bytes)
      },
      end() {
        large?.release()
      },
    }
  }

  async #waitForLarge(key: string, signal: AbortSignal): Promise<Slot> {
    const lane = this.#large.get(key) ?? new FairSemaphore(LARGE_AT_ONCE, Number.POSITIVE_INFINITY)
    this.#large.set(key, lane)
    const forget = () => {
      if (lane.held === 0 && lane.waiting === 0) this.#large.delete(key)
    }
    try {
      const slot = await waitForSlot(lane, key, signal)
      return {
        release() {
          slot.release()
          forget()
        },
      }
    } catch (error) {
      forget()
      throw error
    }
  }

  /** The first of both that is free: a block, or the room beyond them. */
  async #waitForBlock(key: string, signal: AbortSignal): Promise<{ slot: Slot; isBeyond: boolean }> {
    const decided = new AbortController()
    const either = AbortSignal.any([signal, decided.signal])
    const waiting = [this.#blocks, this.#beyond].map(async (slots) => {
      const slot = await waitForSlot(slots, key, either)
      if (decided.signal.aborted) slot.release()
      decided.abort()
      return { slot, isBeyond: slots === this.#beyond }
    })
    try {
      return await Promise.any(waiting)
    } catch (error) {
      throw error instanceof AggregateError ? error.errors[0] : error
    }
  }
}
