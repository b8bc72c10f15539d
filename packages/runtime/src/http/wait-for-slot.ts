import { ProblemError } from '@posthorn/contracts'
import type { FairSemaphore, Slot } from '@posthorn/fairness'

/** Time limit of waiting for capacity: most clients wait as long for a reply. */
const WAIT_MS_MAX = 10_000
/** Waiting requests of one tenant for one kind of capacity; each holds a connection. */
const WAITING_MAX = 1000

/**
 * Waits for a slot, in turn with other tenants.
 * @param signal aborts when the slot is no longer needed
 * @throws ProblemError `overloaded` when none was free in time, or too many of the key's requests wait already
 */
export async function waitForSlot(
  semaphore: FairSemaphore,
  key: string,
  signal?: AbortSignal,
): Promise<Slot> {
  const slot = semaphore.tryAcquire(key)
  if (slot !== undefined) return slot
  if (semaphore.waitingOf(key) >= WAITING_MAX) throw overloaded()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), WAIT_MS_MAX)
  try {
    return await semaphore.acquire(
      key,
      signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, signal]),
    )
  } catch {
    throw overloaded()
  } finally {
    clearTimeout(timer)
  }
}

/** Runs work with a slot, and releases the slot. */
export async function withSlot<Result>(
  semaphore: FairSemaphore,
  key: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const slot = await waitForSlot(semaphore, key)
  try {
    return await work()
  } finally {
    slot.release()
  }
}

function overloaded(): ProblemError {
  return new ProblemError(
    'overloaded',
    'Too many requests of this tenant are in progress. Nothing was done: repeat the request later, and make fewer at once.',
  )
}
