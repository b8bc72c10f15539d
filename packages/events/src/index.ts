export { composeEvent, type Fact } from './compose-event.ts'
export { type EnqueueLog, enqueueDeliveries } from './enqueue-deliveries.ts'
