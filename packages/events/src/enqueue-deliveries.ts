import type { NewStoredEvent } from '@posthorn/database'
import type { DeliveryQueue, Reminder } from '@posthorn/queue'

/** What is told about an event whose jobs could not be added. */
export interface EnqueueLog {
  warn(fields: Record<string, unknown>, message: string): void
}

/**
 * Begins to add jobs for the deliveries of events that are stored, all at once. Nobody waits for it, and it never fails the
 * caller: the rows are there, and the sweeper of the worker adds the jobs that are missing.
 */
export function enqueueDeliveries(
  { queue, log }: { queue: Pick<DeliveryQueue, 'add'>; log: EnqueueLog },
  ...events: readonly Pick<NewStoredEvent, 'id' | 'tenantId' | 'deliveries'>[]
): void {
  const reminders = events.flatMap(({ tenantId, deliveries }) =>
    deliveries.map(({ id, endpointId }) => ({ tenantId, endpointId, deliveryId: id, attemptNumber: 1 })),
  )
  queue.add(reminders).catch((error: unknown) => {
    const [first] = events
    log.warn(
      { err: error, retrying: true, eventId: first?.id, events: events.length, deliveries: reminders.length },
      'queue.add_failed',
    )
  })
}

/** Adds the job for one more attempt of a delivery, under the same rule. */
export async function enqueueAttempt(
  { queue, log }: { queue: Pick<DeliveryQueue, 'add'>; log: EnqueueLog },
  reminder: Reminder,
): Promise<void> {
  try {
    await queue.add([reminder])
  } catch (error) {
    log.warn({ err: error, retrying: true, deliveryId: reminder.deliveryId }, 'queue.add_failed')
  }
}
