import type { DeliveryQueue } from '@posthorn/queue'
import type { StoreMetrics } from '../health/store-metrics.ts'

/** The queue, with its added and failed reminders counted. */
export function countedQueue(
  queue: DeliveryQueue,
  metrics: Pick<StoreMetrics, 'countReminders'>,
): DeliveryQueue {
  return {
    ...queue,
    async add(reminders) {
      try {
        await queue.add(reminders)
      } catch (error) {
        metrics.countReminders('failed', reminders.length)
        throw error
      }
      metrics.countReminders('added', reminders.length)
    },
  }
}
