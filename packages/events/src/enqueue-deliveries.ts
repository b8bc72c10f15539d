import type { NewStoredEvent } from '@posthorn/database'
import type { DeliveryQueue, Reminder } from '@posthorn/queue'

/** What is told about an event whose jobs could not be added. */
export interface EnqueueLog {
  warn(fields: Record<string, unknown>, message: string): void
}

/**
 * Adds a job for each delivery of an event that is stored. It never fails the caller: the rows are there, and the
 * sweeper of the worker adds the jobs that are missing.
 */
export async function enqueueDeliveries(
  { queue, log }: { queue: Pick<DeliveryQueue, 'add'>; log: EnqueueLog },
  event: Pick<NewStoredEvent, 'id' | 'deliveries'>,
): Promise<void> {
  try {
    await queue.add(event.deliveries.map(({ id }) => ({ deliveryId: id, attemptNumber: 1 })))
  } catch (error) {
    log.warn({ err: error, eventId: event.id, deliveries: event.deliveries.length }, 'enqueue.postponed')
  }
}

/** Adds the job for one more attempt of a delivery, under the same rule. */
export async function enqueueAttempt(
  { queue, log }: { queue: Pick<DeliveryQueue, 'add'>; log: EnqueueLog },
  reminder: Reminder,
): Promise<void> {
  try {
    await queue.add([reminder])
  } catch (error) {
    log.warn({ err: error, deliveryId: reminder.deliveryId }, 'enqueue.postponed')
  }
}
