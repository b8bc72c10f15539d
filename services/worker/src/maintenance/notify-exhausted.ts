import {
  type ExhaustionToNotify,
  findExhaustedToNotify,
  storeExhaustionNotice,
  takeExhaustionsToNotify,
} from '@posthorn/database'
import { type NoticeDependencies, publishNotice } from './publish-notice.ts'

const BATCH = 100
/** For each endpoint: one that fails makes no storm of events. */
const PAUSE_SECONDS = 60
/** What one event counts at the most, and how many of these it names. */
const COUNTED_MAX = 5000
const NAMED_MAX = 100

/**
 * Tells tenants, by an event of their own, which deliveries have used up their schedule: all of an endpoint since the
 * last such event in one.
 */
export async function notifyExhausted(dependencies: NoticeDependencies): Promise<void> {
  const untold = { limit: BATCH, pauseSeconds: PAUSE_SECONDS }
  for (const endpoint of await takeExhaustionsToNotify(dependencies.database, untold)) {
    // Told after the next pause, and nobody else is kept from being told.
    await tell(dependencies, endpoint).catch((error: unknown) => {
      dependencies.logger.warn(
        { err: error, retrying: true, endpointId: endpoint.endpointId },
        'notice.publish_failed',
      )
    })
  }
}

async function tell(
  dependencies: NoticeDependencies,
  { tenantId, endpointId, url }: ExhaustionToNotify,
): Promise<void> {
  const { database } = dependencies
  const { ids, deliveries } = await findExhaustedToNotify(database, endpointId, {
    limit: COUNTED_MAX,
    shown: NAMED_MAX,
  })
  const data = { endpointId, url, count: ids.length, deliveries }
  await publishNotice(dependencies, { tenantId, type: 'posthorn.delivery.exhausted', data }, (event) =>
    storeExhaustionNotice(database, ids, event),
  )
}
