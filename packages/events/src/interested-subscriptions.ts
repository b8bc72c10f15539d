import type { Subscription } from '@posthorn/database'
import { matchesEventType } from '@posthorn/webhook'

/** What is kept for one list: types, and places in what is known of them. */
const TYPES_MAX = 200
const PLACES_MAX = 20_000

/** Looked at between two pauses; one names a hundred types at the most. */
const SUBSCRIPTIONS_OF_PIECE = 100

interface Known {
  byType: Map<string, readonly Subscription[]>
  places: number
}

const known = new WeakMap<readonly Subscription[], Known>()

/**
 * Those of the subscriptions that want a type, found in pieces. Remembered for the list, which must not change: a tenant can have ten
 * thousand endpoints, and an event of a type comes seldom alone.
 */
export function* findingInterested(
  subscriptions: readonly Subscription[],
  type: string,
): Generator<undefined, readonly Subscription[]> {
  const found = known.get(subscriptions)?.byType.get(type)
  if (found !== undefined) return found
  const interested: Subscription[] = []
  for (let at = 0; at < subscriptions.length; at += SUBSCRIPTIONS_OF_PIECE) {
    if (at > 0) yield
    const piece = subscriptions.slice(at, at + SUBSCRIPTIONS_OF_PIECE)
    interested.push(...piece.filter(({ eventTypes }) => matchesEventType(eventTypes, type)))
  }
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
