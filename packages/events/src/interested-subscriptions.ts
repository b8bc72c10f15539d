import { LruCache } from '@posthorn/batch'
import type { Subscription } from '@posthorn/database'
import { matchesEventType } from '@posthorn/webhook'

/** Limits of the cache of one list: event types, and subscriptions of all of them. */
const TYPES_MAX = 200
const MATCHES_MAX = 20_000

/** Subscriptions compared between two pauses; each has at most a hundred event types. */
const SUBSCRIPTIONS_PER_SLICE = 100

/** For each list, the interested subscriptions by type. */
const cached = new WeakMap<readonly Subscription[], LruCache<readonly Subscription[]>>()

/**
 * The subscriptions whose event types include a type, found in slices. Cached for the list, which must not change: a
 * tenant can have ten thousand endpoints, and events of a type rarely come alone.
 */
export function* findInterestedInSlices(
  subscriptions: readonly Subscription[],
  type: string,
): Generator<undefined, readonly Subscription[]> {
  const byType = cached.get(subscriptions) ?? createCache()
  cached.set(subscriptions, byType)
  const found = byType.get(type)
  if (found !== undefined) return found
  const interested: Subscription[] = []
  for (let at = 0; at < subscriptions.length; at += SUBSCRIPTIONS_PER_SLICE) {
    if (at > 0) yield
    const slice = subscriptions.slice(at, at + SUBSCRIPTIONS_PER_SLICE)
    interested.push(...slice.filter(({ eventTypes }) => matchesEventType(eventTypes, type)))
  }
  byType.set(type, interested)
  return interested
}

function createCache(): LruCache<readonly Subscription[]> {
  return new LruCache({ itemsMax: TYPES_MAX, weightOf: ({ length }) => length, weightMax: MATCHES_MAX })
}
