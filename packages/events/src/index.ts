export { composeEvent, composingEvent, type Fact } from './compose-event.ts'
export { type EnqueueLog, enqueueAttempt, enqueueDeliveries } from './enqueue-deliveries.ts'
export { findingMatches, matchingSubscriptions } from './matching-subscriptions.ts'
