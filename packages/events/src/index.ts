export { composeEvent, type Fact } from './compose-event.ts'
export { type EnqueueLog, enqueueAttempt, enqueueDeliveries } from './enqueue-deliveries.ts'
export { matchingSubscriptions } from './matching-subscriptions.ts'
