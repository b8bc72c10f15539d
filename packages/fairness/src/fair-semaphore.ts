import { FairQueue } from './fair-queue.ts'
import { FairShare } from './fair-share.ts'

/** An acquired unit of capacity. */
export interface Slot {
  /** Returns it. Further calls do nothing. */
  release(): void
}

interface Waiter {
  grant: () => void
}

/**
 * A semaphore shared by keys: each holds at most its dynamic share (`FairShare`), and waiting keys are served in turn (`FairQueue`),
 * first in, first out within a key.
 */
export class FairSemaphore {
  readonly #share: FairShare
  readonly #waiting = new FairQueue<Waiter>()

  /** @see FairShare for both */
  constructor(capacity: number, freeMultiple?: number) {
    this.#share = new FairShare(capacity, freeMultiple)
  }

  /** Acquired slots. */
  get held(): number {
    return this.#share.held
  }

  /** Waiting callers. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Waiting callers of one key. */
  waitingOf(key: string): number {
    return this.#waiting.sizeOf(key)
  }

  /**
   * Waits for a slot.
   * @throws the signal's reason, when it aborts first; then no slot was taken
   */
  async acquire(key: string, signal?: AbortSignal): Promise<Slot> {
    signal?.throwIfAborted()
    if (this.#waiting.sizeOf(key) === 0 && this.#share.allows(key)) return this.#lend(key)
    return new Promise<Slot>((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.remove(key, waiter)
        reject(signal?.reason)
      }
      const waiter: Waiter = {
        grant: () => {
          signal?.removeEventListener('abort', giveUp)
          resolve(this.#lend(key))
        },
      }
      this.#waiting.add(key, waiter)
      signal?.addEventListener('abort', giveUp, { once: true })
    })
  }

  /** Takes a slot if there is one for the key now. */
  tryAcquire(key: string): Slot | undefined {
    return this.#waiting.sizeOf(key) === 0 && this.#share.allows(key) ? this.#lend(key) : undefined
  }

  #lend(key: string): Slot {
    this.#share.take(key)
    let isLent = true
    return {
      release: () => {
        if (!isLent) return
        isLent = false
        this.#share.release(key)
        this.#serveWaiting()
      },
    }
  }

  #serveWaiting(): void {
    for (;;) {
      const next = this.#waiting.next((key) => this.#share.allows(key))
      if (next === undefined) return
      next.item.grant()
    }
  }
}
