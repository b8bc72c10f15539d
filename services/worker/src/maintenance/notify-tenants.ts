import { type EndpointToNotify, findDisabledToNotify, storeNotice } from '@posthorn/database'
import { logFailedNotice, type NoticeDependencies, publishNotice } from './publish-notice.ts'

const BATCH = 100

/** Notifies tenants of endpoints that Posthorn has disabled, and why. */
export async function notifyTenants(dependencies: NoticeDependencies): Promise<void> {
  for (const endpoint of await findDisabledToNotify(dependencies.database, BATCH)) {
    await notify(dependencies, endpoint).catch(logFailedNotice(dependencies, endpoint.endpointId))
  }
}

async function notify(
  dependencies: NoticeDependencies,
  { tenantId, endpointId, url, reason, failingSince }: EndpointToNotify,
): Promise<void> {
  const data = { endpointId, url, reason, failingSince: failingSince?.toISOString() ?? null }
  await publishNotice(dependencies, { tenantId, type: 'posthorn.endpoint.disabled', data }, (event) =>
    storeNotice(dependencies.database, endpointId, 'notified', event),
  )
}
