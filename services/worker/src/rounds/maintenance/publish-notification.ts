import type { EndpointId, TenantId } from '@posthorn/contracts'
import { type ComposedEvent, type Database, findSubscriptions } from '@posthorn/database'
import { composeEvent, enqueueDeliveries } from '@posthorn/events'
import type { DeliveryQueue, HintPublisher } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'

export interface NotificationDependencies {
  database: Database
  queue: Pick<DeliveryQueue, 'add'>
  live: HintPublisher
  logger: Logger
}

/** An internal event that notifies a tenant. */
export interface TenantNotification {
  tenantId: TenantId
  type: `posthorn.${string}`
  data: Record<string, unknown>
}

/**
 * Publishes a notification like any other event, to the endpoints that subscribe to it.
 * @param store stores it and marks the notification as sent, in one transaction; false when another worker was first
 */
export async function publishNotification(
  { database, queue, live, logger }: NotificationDependencies,
  { tenantId, type, data }: TenantNotification,
  store: (event: ComposedEvent) => Promise<boolean>,
): Promise<void> {
  const at = new Date()
  const input = {
    tenantId,
    type,
    timestamp: at,
    data: Buffer.from(JSON.stringify(data)),
    contentType: 'application/json',
  }
  const event = composeEvent(input, await findSubscriptions(database, tenantId), at)
  if (!(await store(event))) return
  logger.info({ tenantId, eventId: event.id, type, deliveries: event.deliveries.length }, 'event.published')
  enqueueDeliveries({ queue, live, log: logger }, event)
}

/** Handles the failure of a notification about an endpoint: a later round retries it, and it delays no other. */
export function logFailedNotification(
  { logger }: Pick<NotificationDependencies, 'logger'>,
  endpointId: EndpointId,
) {
  return (error: unknown): void => {
    logger.warn({ err: error, retrying: true, endpointId }, 'notification.publish_failed')
  }
}
