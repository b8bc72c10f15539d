import type { PublishingRules } from '@posthorn/database'
import { hasFilter } from '@posthorn/events'
import type { Publication } from './publish-event.ts'

/** How many bytes of an event's data are parsed to match it: all of them, or none when no endpoint has a filter. */
export function parsedBytesOf(
  { subscriptions }: Pick<PublishingRules, 'subscriptions'>,
  { data }: Pick<Publication, 'data'>,
): number {
  return hasFilter(subscriptions) ? data.length : 0
}
