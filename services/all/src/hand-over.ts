import { type DeliveryQueue, inParts, type QueueJob, type Reminder } from '@posthorn/queue'

/** Takes the deliveries of a job, or refuses them because their tenant has no room. */
export type TakeDeliveries = (job: QueueJob) => 'taken' | { retryInMs: number }

/**
 * A queue that passes due deliveries to the worker of this process, without a job. Those that the worker has no room for, and
 * those that are due later, become jobs as usual, which any worker can take.
 *
 * A delivery that was passed on is in its row only, like one whose job was lost: if this process dies, the sweeper finds it.
 */
export function handOver(queue: DeliveryQueue, take: TakeDeliveries): DeliveryQueue {
  return {
    ...queue,
    async add(reminders) {
      // In parts as large as a job: all at once, a tenant with a large batch could fill the memory of the worker.
      const parts = [...Map.groupBy(reminders, keyOf).values()].flatMap(inParts)
      const left = parts.filter((part) => !isTaken(part, take)).flat()
      if (left.length > 0) await queue.add(left)
    },
  }
}

/** Due deliveries of one tenant are passed on together, up to 500. */
function keyOf({ tenantId, delayMs = 0 }: Reminder): string {
  return delayMs > 0 ? 'later' : `due ${tenantId}`
}

function isTaken(part: readonly Reminder[], take: TakeDeliveries): boolean {
  const [first] = part
  if (first === undefined || (first.delayMs ?? 0) > 0) return false
  return (
    take({
      tenantId: first.tenantId,
      deliveryIds: part.map(({ deliveryId }) => deliveryId),
      endpointIds: part.map(({ endpointId }) => endpointId),
    }) === 'taken'
  )
}
