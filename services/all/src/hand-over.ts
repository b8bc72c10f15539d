import type { DeliveryQueue, QueueJob, Reminder } from '@posthorn/queue'

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
      const left = [...Map.groupBy(reminders, keyOf).values()].filter((group) => !isTaken(group, take)).flat()
      if (left.length > 0) await queue.add(left)
    },
  }
}

/** Due deliveries of one tenant are passed on together. */
function keyOf({ tenantId, delayMs = 0 }: Reminder): string {
  return delayMs > 0 ? 'later' : `due ${tenantId}`
}

function isTaken(group: readonly Reminder[], take: TakeDeliveries): boolean {
  const [first] = group
  if (first === undefined || (first.delayMs ?? 0) > 0) return false
  return (
    take({
      tenantId: first.tenantId,
      deliveryIds: group.map(({ deliveryId }) => deliveryId),
      endpointIds: group.map(({ endpointId }) => endpointId),
    }) === 'taken'
  )
}
