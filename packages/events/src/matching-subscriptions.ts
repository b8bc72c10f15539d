import type { Subscription } from '@posthorn/database'
import { matchesEventType, matchesFilter, parseJsonText, UnreadableJsonError } from '@posthorn/webhook'
import { compiledFilter } from './compiled-filter.ts'

/** Which of the endpoints want an event: by its type, and by its data where they have a filter. */
export function matchingSubscriptions(
  subscriptions: readonly Subscription[],
  { type, data }: { type: string; data: Uint8Array },
): Subscription[] {
  const interested = subscriptions.filter(({ eventTypes }) => matchesEventType(eventTypes, type))
  // Only then is the data read, and once for all of them.
  if (interested.every(({ filter }) => filter === null)) return interested
  const read = readData(data)
  return interested.filter(({ filter }) => {
    if (filter === null) return true
    const compiled = compiledFilter(filter)
    return read !== undefined && compiled !== undefined && matchesFilter(compiled, read.value)
  })
}

/** Data that cannot be read fulfils no filter; those without one get it all the same. */
function readData(data: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: parseJsonText(data) }
  } catch (error) {
    if (!(error instanceof UnreadableJsonError)) throw error
    return undefined
  }
}
