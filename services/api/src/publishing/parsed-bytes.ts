import { type EventInput, hasFilter, type PublishingRules } from '@posthorn/events'

/** How many bytes of an event's data are parsed to match it: all of them, or none when no endpoint has a filter. */
export function parsedBytesOf(
  { subscriptions }: Pick<PublishingRules, 'subscriptions'>,
  { data }: Pick<EventInput, 'data'>,
): number {
  return hasFilter(subscriptions) ? data.length : 0
}
