import { FairQueue } from './fair-queue.ts'
import { MemorySlots } from './memory-slots.ts'

/** How long work may run before it pauses, in milliseconds. It delays others by as much. */
const SLICE_MS = 3

/**
 * Shares the event loop among keys (tenants): long work pauses after every slice and waits for its next turn. Each turn of the event
 * loop runs one slice, with I/O and short work of other keys in between; waiting keys are served round robin.
 */
export class FairTurns {
  readonly #waiting = new FairQueue<() => void>()
  readonly #memory = new MemorySlots()
  #isScheduled = false

  /** Waiting work. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Waits for the key's turn. */
  next(key: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(key, resolve)
      this.#schedule()
    })
  }

  /**
   * Runs work in slices.
   * @param work yields wherever it may pause, at least every few hundred microseconds. Work that ends within the first slice does not
   *   wait. A yielded promise is awaited, such as one for a slot
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
   * Work for {@link run} that keeps the values of a JSON text in memory: it waits until there is room. It must not wait for more room
   * itself.
   * @param bytes of the text; 0 when it is not parsed
   */
  withMemory<Result>(
    key: string,
    bytes: number,
    work: Iterator<unknown, Result>,
  ): Generator<unknown, Result> {
    return this.#memory.withMemory(key, bytes, work)
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
