import { matchesEventType } from './event-type.ts'
import type { Filter } from './filter.ts'
import { explainFilterInSlices, type FailedCondition } from './filter-match.ts'

/** An endpoint as it is now. `filter`: undefined for one that is no longer valid and matches nothing. */
export interface MatchedEndpoint {
  createdAt: Date
  deletedAt: Date | null
  isEnabled: boolean
  eventTypes: readonly string[]
  filter: Filter | null | undefined
}

/**
 * Why an endpoint has no delivery of an event. `matches_now`: the endpoint was different when the event was accepted.
 * `data_too_large`: its filter was not applied.
 */
export type MatchReason =
  | {
      reason:
        | 'created_later'
        | 'deleted'
        | 'disabled'
        | 'type_not_subscribed'
        | 'data_too_large'
        | 'matches_now'
    }
  /** The first condition that prevents a match; none for a filter that is no longer valid. */
  | { reason: 'filter_not_matched'; failedCondition?: FailedCondition | undefined }

/** Parsed data. */
export type EventData = { value: unknown } | 'too_large' | undefined

/**
 * Explains why an endpoint, as it is now, does not receive an event. Yields after each condition of a filter.
 * @param event.data undefined when it is not JSON: it matches no filter; `too_large` when it was not parsed
 */
export function* explainMatchInSlices(
  { createdAt, deletedAt, isEnabled, eventTypes, filter }: MatchedEndpoint,
  event: { createdAt: Date; type: string; data: EventData },
): Generator<undefined, MatchReason> {
  if (createdAt > event.createdAt) return { reason: 'created_later' }
  if (deletedAt !== null) return { reason: 'deleted' }
  if (!isEnabled) return { reason: 'disabled' }
  if (!matchesEventType(eventTypes, event.type)) return { reason: 'type_not_subscribed' }
  if (filter === null) return { reason: 'matches_now' }
  if (filter === undefined || event.data === undefined) return { reason: 'filter_not_matched' }
  if (event.data === 'too_large') return { reason: 'data_too_large' }
  const [failedCondition] = yield* explainFilterInSlices(filter, event.data.value)
  return failedCondition === undefined
    ? { reason: 'matches_now' }
    : { reason: 'filter_not_matched', failedCondition }
}
