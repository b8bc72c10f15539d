export { composeEvent, composingEvent, type Fact } from './compose-event.ts'
export { type EnqueueLog, enqueueAttempt, enqueueDeliveries } from './enqueue-deliveries.ts'
export { hasFilter } from './has-filter.ts'
export { findingMatches, matchingSubscriptions } from './matching-subscriptions.ts'
