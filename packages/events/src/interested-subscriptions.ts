import type { Subscription } from '@posthorn/database'
import { matchesEventType } from '@posthorn/webhook'

/** What is kept for one list: types, and places in what is known of them. */
const TYPES_MAX = 200
const PLACES_MAX = 20_000

interface Known {
  byType: Map<string, readonly Subscription[]>
  places: number
}

const known = new WeakMap<readonly Subscription[], Known>()

/**
 * Those of the subscriptions that want a type. Remembered for the list, which must not change: a tenant can have ten
 * thousand endpoints, and an event of a type comes seldom alone.
 */
export function interestedIn(subscriptions: readonly Subscription[], type: string): readonly Subscription[] {
  const found = known.get(subscriptions)?.byType.get(type)
  if (found !== undefined) return found
  const interested = subscriptions.filter(({ eventTypes }) => matchesEventType(eventTypes, type))
  remember(subscriptions, type, interested)
  return interested
}

function remember(
  subscriptions: readonly Subscription[],
  type: string,
  interested: readonly Subscription[],
): void {
  const before = known.get(subscriptions)
  const isFull = before === undefined || before.byType.size >= TYPES_MAX || before.places >= PLACES_MAX
  const kept = isFull ? { byType: new Map<string, readonly Subscription[]>(), places: 0 } : before
  kept.byType.set(type, interested)
  kept.places += interested.length
  known.set(subscriptions, kept)
}
