import type { EventId } from '@posthorn/contracts'

/** Which events of a request are new. Positions are those of the events in the request. */
export interface SeveralEvents {
  /** The positions of the new events. */
  newPositions: readonly number[]
  /** Events stored before, each once, in the order of the request. */
  duplicateEventIds: readonly EventId[]
}

/**
 * Decides which events of a request are new, as if each came in a request of its own, in their order: one is a duplicate if it
 * shares a key with a stored event, or with a previous new event of the request.
 * @param dedupeKeys of each event
 * @param stored the events of stored keys
 */
export function decideSeveralEvents(
  dedupeKeys: readonly (readonly string[])[],
  stored: ReadonlyMap<string, EventId>,
): SeveralEvents {
  const newPositions: number[] = []
  const duplicates = new Set<EventId>()
  const newKeys = new Set<string>()
  for (const [position, keys] of dedupeKeys.entries()) {
    const previous = keys.map((key) => stored.get(key)).find((id) => id !== undefined)
    if (previous !== undefined) duplicates.add(previous)
    else if (!keys.some((key) => newKeys.has(key))) {
      newPositions.push(position)
      for (const key of keys) newKeys.add(key)
    }
  }
  return { newPositions, duplicateEventIds: [...duplicates] }
}
