import type { Subscription } from '@posthorn/database'
import { matchesFilter, parseJsonText, stepsOfEach, UnreadableJsonError } from '@posthorn/webhook'
import { compiledFilter } from './compiled-filter.ts'
import { interestedIn } from './interested-subscriptions.ts'

/** Which of the endpoints want an event: by its type, and by its data where they have a filter. */
export function matchingSubscriptions(
  subscriptions: readonly Subscription[],
  { type, data }: { type: string; data: Uint8Array },
): readonly Subscription[] {
  const interested = interestedIn(subscriptions, type)
  // Only then is the data read, and once for all of them.
  const filters = interested.reduce((count, { filter }) => count + (filter === null ? 0 : 1), 0)
  if (filters === 0) return interested
  const read = readData(data)
  const steps = stepsOfEach(filters)
  return interested.filter(({ filter }) => {
    if (filter === null) return true
    const compiled = compiledFilter(filter)
    return read !== undefined && compiled !== undefined && matchesFilter(compiled, read.value, steps)
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
