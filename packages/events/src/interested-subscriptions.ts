import type { Subscription } from '@posthorn/database'
import { matchesEventType } from '@posthorn/webhook'

/** Limits of the cache of one list: event types, and subscriptions of all of them. */
const TYPES_MAX = 200
const MATCHES_MAX = 20_000

/** Subscriptions compared between two pauses; each has at most a hundred event types. */
const SUBSCRIPTIONS_OF_PIECE = 100

interface CachedTypes {
  byType: Map<string, readonly Subscription[]>
  matches: number
}

const cached = new WeakMap<readonly Subscription[], CachedTypes>()

/**
 * The subscriptions whose event types include a type, found in pieces. Cached for the list, which must not change: a
 * tenant can have ten thousand endpoints, and events of a type rarely come alone.
 */
export function* findingInterested(
  subscriptions: readonly Subscription[],
  type: string,
): Generator<undefined, readonly Subscription[]> {
  const found = cached.get(subscriptions)?.byType.get(type)
  if (found !== undefined) return found
  const interested: Subscription[] = []
  for (let at = 0; at < subscriptions.length; at += SUBSCRIPTIONS_OF_PIECE) {
    if (at > 0) yield
    const piece = subscriptions.slice(at, at + SUBSCRIPTIONS_OF_PIECE)
    interested.push(...piece.filter(({ eventTypes }) => matchesEventType(eventTypes, type)))
  }
  addToCache(subscriptions, type, interested)
  return interested
}

function addToCache(
  subscriptions: readonly Subscription[],
  type: string,
  interested: readonly Subscription[],
): void {
  const before = cached.get(subscriptions)
  const isFull = before === undefined || before.byType.size >= TYPES_MAX || before.matches >= MATCHES_MAX
  const types = isFull ? { byType: new Map<string, readonly Subscription[]>(), matches: 0 } : before
  types.byType.set(type, interested)
  types.matches += interested.length
  cached.set(subscriptions, types)
}
