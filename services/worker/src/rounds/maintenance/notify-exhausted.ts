import {
  type ExhaustionToNotify,
  findExhaustedToNotify,
  storeExhaustionNotification,
  takeExhaustionsToNotify,
} from '@posthorn/database'
import {
  logFailedNotification,
  type NotificationDependencies,
  publishNotification,
} from './publish-notification.ts'

const BATCH = 100
/** Between two notifications about an endpoint. */
const PAUSE_SECONDS = 60
/** Deliveries that one event counts, and how many of these it names. */
const COUNTED_MAX = 5000
const NAMED_MAX = 100

/**
 * Notifies tenants of deliveries that have used up their schedule, with an event for each endpoint about all deliveries since the
 * previous such event.
 */
export async function notifyExhausted(dependencies: NotificationDependencies): Promise<void> {
  const pending = { limit: BATCH, pauseSeconds: PAUSE_SECONDS }
  for (const endpoint of await takeExhaustionsToNotify(dependencies.database, pending)) {
    await notify(dependencies, endpoint).catch(logFailedNotification(dependencies, endpoint.endpointId))
  }
}

async function notify(
  dependencies: NotificationDependencies,
  { tenantId, endpointId, url }: ExhaustionToNotify,
): Promise<void> {
  const { database } = dependencies
  const { ids, deliveries } = await findExhaustedToNotify(database, endpointId, {
    limit: COUNTED_MAX,
    shown: NAMED_MAX,
  })
  const data = { endpointId, url, count: ids.length, deliveries }
  await publishNotification(dependencies, { tenantId, type: 'posthorn.delivery.exhausted', data }, (event) =>
    storeExhaustionNotification(database, ids, event),
  )
}
