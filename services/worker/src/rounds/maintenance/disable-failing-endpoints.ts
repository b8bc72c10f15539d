import {
  disableFailing,
  type FailingEndpoint,
  findFailing,
  storeEndpointNotification,
} from '@posthorn/database'
import { DISABLE_AFTER_HOURS, DISABLE_NOTICE_HOURS, decideDisabling } from '@posthorn/webhook'
import {
  logFailedNotification,
  type NotificationDependencies,
  publishNotification,
} from './publish-notification.ts'

const HOUR_MS = 3_600_000
const BATCH = 500

/** Disables endpoints without a success for too long, by the database's clock, and notifies their tenants a day before. */
export async function disableFailingEndpoints(dependencies: NotificationDependencies): Promise<void> {
  const { database, live, logger } = dependencies
  const endpoints = await findFailing(database, {
    hours: DISABLE_AFTER_HOURS - DISABLE_NOTICE_HOURS,
    limit: BATCH,
  })
  for (const endpoint of endpoints) {
    const decision = decideDisabling(endpoint.health, endpoint)
    if (decision === 'warn') {
      await warn(dependencies, endpoint).catch(logFailedNotification(dependencies, endpoint.endpointId))
    }
    if (decision === 'disable' && (await disableFailing(database, endpoint.endpointId))) {
      live.publish(endpoint.tenantId, 'endpoint', [endpoint.endpointId], 'disabled')
      logger.warn(
        { tenantId: endpoint.tenantId, endpointId: endpoint.endpointId, reason: 'failing' },
        'endpoint.disabled',
      )
    }
  }
}

async function warn(
  dependencies: NotificationDependencies,
  { tenantId, endpointId, url, health, now }: FailingEndpoint,
) {
  const failingSince = health.failingSince ?? now
  const disabledFrom = Math.max(
    failingSince.getTime() + DISABLE_AFTER_HOURS * HOUR_MS,
    now.getTime() + DISABLE_NOTICE_HOURS * HOUR_MS,
  )
  const data = {
    endpointId,
    url,
    failingSince: failingSince.toISOString(),
    failedAttempts: health.failedAttempts,
    disabledFrom: new Date(disabledFrom).toISOString(),
  }
  await publishNotification(dependencies, { tenantId, type: 'posthorn.endpoint.failing', data }, (event) =>
    storeEndpointNotification(dependencies.database, endpointId, 'warned', event),
  )
}
