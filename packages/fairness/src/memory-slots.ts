import { FairSemaphore, type Slot } from './fair-semaphore.ts'

const KIB = 1024

/** Smaller texts need no slot: requests bound their number. */
const SMALL_BYTES_MAX = 16 * KIB
/** The values of a JSON text take up to forty times its memory: about 5 MB each, and 40 MB each of a megabyte. */
const MEDIUM = { bytesMax: 128 * KIB, slots: 6 }
const LARGE = { slots: 2 }
/** A key holds at most half of the slots. */
const FREE_MULTIPLE = 1

/** Bounds the memory of parsed JSON. The work only takes time of the event loop, so that more of it at once would not be faster. */
export class MemorySlots {
  readonly #medium = new FairSemaphore(MEDIUM.slots, FREE_MULTIPLE)
  readonly #large = new FairSemaphore(LARGE.slots, FREE_MULTIPLE)

  /** Runs the work with a slot. Yields a promise when it has to wait for one. */
  withMemory<Result>(
    key: string,
    bytes: number,
    work: Iterator<unknown, Result>,
  ): Generator<unknown, Result> {
    if (bytes <= SMALL_BYTES_MAX) return stepsOf(work)
    return withSlot(bytes > MEDIUM.bytesMax ? this.#large : this.#medium, key, work)
  }
}

function* withSlot<Result>(
  slots: FairSemaphore,
  key: string,
  work: Iterator<unknown, Result>,
): Generator<unknown, Result> {
  const held: Slot[] = []
  const free = slots.tryAcquire(key)
  if (free === undefined) yield slots.acquire(key).then((slot) => held.push(slot))
  else held.push(free)
  try {
    return yield* stepsOf(work)
  } finally {
    for (const slot of held) slot.release()
  }
}

function* stepsOf<Result>(work: Iterator<unknown, Result>): Generator<unknown, Result> {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    yield step.value
  }
}
