import type { ComposedEvent } from '@posthorn/database'
import { type DeliveryQueue, type EnqueueLog, enqueueOrLog, type Reminder } from '@posthorn/queue'

export type { EnqueueLog } from '@posthorn/queue'

/** Starts adding jobs for the deliveries of stored events. The caller does not wait for them. */
export function enqueueDeliveries(
  dependencies: { queue: Pick<DeliveryQueue, 'add'>; log: EnqueueLog },
  ...events: readonly Pick<ComposedEvent, 'id' | 'tenantId' | 'deliveries'>[]
): void {
  const reminders = events.flatMap(({ tenantId, deliveries }) =>
    deliveries.map(({ id, endpointId }) => ({ tenantId, endpointId, deliveryId: id, attemptNumber: 1 })),
  )
  const fields = { eventId: events[0]?.id, events: events.length, deliveries: reminders.length }
  void enqueueOrLog(dependencies, reminders, fields)
}

/** Adds the job for one more attempt of a delivery. */
export async function enqueueAttempt(
  dependencies: { queue: Pick<DeliveryQueue, 'add'>; log: EnqueueLog },
  reminder: Reminder,
): Promise<void> {
  await enqueueOrLog(dependencies, [reminder], { deliveryId: reminder.deliveryId })
}
