import { waitUntil } from '../harness/wait-until.ts'

const WAIT_MS = 90_000

/** Locks parts while a fault breaks them, so that no other fault does. */
export interface PartLocks {
  /** Waits until one of them is free, preferring the first, and acquires it. */
  acquireOneOf<Name extends string>(names: readonly Name[]): Promise<Name>
  release(name: string): void
}

export function createPartLocks(): PartLocks {
  const held = new Set<string>()
  return {
    acquireOneOf: (names) =>
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
