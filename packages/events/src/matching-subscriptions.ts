import type { Subscription } from '@posthorn/database'
import {
  InvalidJsonError,
  matchesFilter,
  readExactJsonInSlices,
  runToEnd,
  stepsOfEach,
} from '@posthorn/webhook'
import { compiledFilter } from './compiled-filter.ts'
import { findInterestedInSlices } from './interested-subscriptions.ts'

export { findInterestedInSlices }

/** The subscriptions that match an event: by its type, and by its data where they have a filter. */
export function matchingSubscriptions(
  subscriptions: readonly Subscription[],
  event: { type: string; data: Uint8Array },
): readonly Subscription[] {
  return runToEnd(findMatchesInSlices(subscriptions, event))
}

/** The same in slices: a tenant can have ten thousand endpoints, each with a filter, and an event a megabyte of data. */
export function* findMatchesInSlices(
  subscriptions: readonly Subscription[],
  { type, data }: { type: string; data: Uint8Array },
): Generator<undefined, readonly Subscription[]> {
  const interested = yield* findInterestedInSlices(subscriptions, type)
  // The data is parsed only for filters, once for all of them.
  const filters = interested.reduce((count, { filter }) => count + (filter === null ? 0 : 1), 0)
  if (filters === 0) return interested
  const parsed = yield* parseData(data)
  const steps = stepsOfEach(filters)
  const matching: Subscription[] = []
  for (const subscription of interested) {
    const { filter } = subscription
    if (filter !== null) {
      yield
      const compiled = compiledFilter(filter)
      if (parsed === undefined || compiled === undefined) continue
      if (!matchesFilter(compiled, parsed.value, steps)) continue
    }
    matching.push(subscription)
  }
  return matching
}

/** Undefined when the data cannot be parsed: then it matches no filter, and subscriptions without one still match. */
function* parseData(data: Uint8Array): Generator<undefined, { value: unknown } | undefined> {
  try {
    return { value: yield* readExactJsonInSlices(data) }
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error
    return undefined
  }
}
