import { type EndpointToNotify, findDisabledToNotify, storeEndpointNotification } from '@posthorn/database'
import {
  logFailedNotification,
  type NotificationDependencies,
  publishNotification,
} from './publish-notification.ts'

const BATCH = 100

/** Notifies tenants of endpoints that Posthorn has disabled, and why. */
export async function notifyDisabledEndpoints(dependencies: NotificationDependencies): Promise<void> {
  for (const endpoint of await findDisabledToNotify(dependencies.database, BATCH)) {
    await notify(dependencies, endpoint).catch(logFailedNotification(dependencies, endpoint.endpointId))
  }
}

async function notify(
  dependencies: NotificationDependencies,
  { tenantId, endpointId, url, reason, failingSince }: EndpointToNotify,
): Promise<void> {
  const data = { endpointId, url, reason, failingSince: failingSince?.toISOString() ?? null }
  await publishNotification(dependencies, { tenantId, type: 'posthorn.endpoint.disabled', data }, (event) =>
    storeEndpointNotification(dependencies.database, endpointId, 'notified', event),
  )
}
