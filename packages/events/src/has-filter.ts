import type { Subscription } from '@posthorn/database'

/** Cached subscriptions serve many events, and there may be twenty thousand. */
const cached = new WeakMap<readonly Subscription[], boolean>()

/** Whether one of the subscriptions has a filter: only then is the data of an event parsed to match it. */
export function hasFilter(subscriptions: readonly Subscription[]): boolean {
  const found = cached.get(subscriptions) ?? subscriptions.some(({ filter }) => filter !== null)
  cached.set(subscriptions, found)
  return found
}
