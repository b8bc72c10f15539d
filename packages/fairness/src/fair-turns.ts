import { FairQueue } from './fair-queue.ts'
import { MemorySlots } from './memory-slots.ts'

/** How long work may go on before it pauses, in milliseconds: what it delays others by, each time. */
const SLICE_MS = 3

/**
 * Shares the event loop among keys (tenants): work that takes long pauses after every slice and waits for its next turn.
 * In one turn of the event loop one slice is run, so I/O and short work of other keys come in between, and keys that wait
 * are served round robin.
 */
export class FairTurns {
  readonly #waiting = new FairQueue<() => void>()
  readonly #memory = new MemorySlots()
  #isScheduled = false

  /** Work that waits for its turn. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Waits for a turn of the event loop that is the key's. */
  next(key: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(key, resolve)
      this.#schedule()
    })
  }

  /**
   * Runs work in slices.
   * @param work yields wherever it may pause, at least every few hundred microseconds. What ends within the first slice
   *   does not wait at all. A promise that it yields is awaited: for a slot, say
   */
  async run<Result>(key: string, work: Iterator<unknown, Result>): Promise<Result> {
    for (;;) {
      const endMs = performance.now() + SLICE_MS
      for (;;) {
        const step = work.next()
        if (step.done === true) return step.value
        if (step.value instanceof Promise) {
          await step.value
          break
        }
        if (performance.now() >= endMs) break
      }
      await this.next(key)
    }
  }

  /**
   * Work for {@link run} that keeps the values of a JSON text in memory while it runs: it waits until there is room for
   * them. It must not wait for more room within.
   * @param bytes of the text; 0 when none of it is parsed
   */
  holding<Result>(key: string, bytes: number, work: Iterator<unknown, Result>): Generator<unknown, Result> {
    return this.#memory.holding(key, bytes, work)
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#waiting.next()?.item()
      if (this.#waiting.size > 0) this.#schedule()
    })
  }
}
