import { findDisabledToNotify, storeNotice } from '@posthorn/database'
import { type NoticeDependencies, publishNotice } from './publish-notice.ts'

const BATCH = 100

/** Notifies tenants of endpoints that Posthorn has disabled, and why. */
export async function notifyTenants(dependencies: NoticeDependencies): Promise<void> {
  for (const endpoint of await findDisabledToNotify(dependencies.database, BATCH)) {
    const { tenantId, endpointId, url, reason, failingSince } = endpoint
    const data = { endpointId, url, reason, failingSince: failingSince?.toISOString() ?? null }
    await publishNotice(dependencies, { tenantId, type: 'posthorn.endpoint.disabled', data }, (event) =>
      storeNotice(dependencies.database, endpointId, 'told', event),
    )
  }
}
