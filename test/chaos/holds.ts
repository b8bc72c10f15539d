import { waitUntil } from '../harness/wait-until.ts'

const WAIT_MS = 90_000

/** Sees to it that what one fault has broken is not broken by another before it is back. */
export interface Holds {
  /** Waits until one of them is free, the first ones preferred, and takes it. */
  takeOneOf<Name extends string>(names: readonly Name[]): Promise<Name>
  release(name: string): void
}

export function createHolds(): Holds {
  const held = new Set<string>()
  return {
    takeOneOf: (names) =>
      waitUntil(
        `one of ${names.join(', ')} to be free`,
        () => {
          const free = names.find((name) => !held.has(name))
          if (free !== undefined) held.add(free)
          return free
        },
        WAIT_MS,
      ),
    release: (name) => held.delete(name),
  }
}
