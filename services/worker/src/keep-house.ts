import { setTimeout } from 'node:timers/promises'
import { type Database, forgetExpiredKeys } from '@posthorn/database'
import type { DeliveryQueue } from '@posthorn/queue'
import type { Logger } from '@posthorn/service'
import { disableFailingEndpoints } from './disable-failing-endpoints.ts'
import { tellTenants } from './tell-tenants.ts'

const PAUSE_MS = 5000
const BATCH = 5000

export interface HouseDependencies {
  database: Database
  queue: Pick<DeliveryQueue, 'add'>
  logger: Logger
}

/**
 * What has to be done now and then: forget what has run out, disable endpoints that do not recover, tell their tenants.
 * Every worker does it, a bounded part at a time; whatever is done is done once. Until the signal ends it.
 */
export async function keepHouse(dependencies: HouseDependencies, signal: AbortSignal): Promise<void> {
  const duties = [
    () => forgetExpiredKeys(dependencies.database, BATCH),
    () => disableFailingEndpoints(dependencies),
    () => tellTenants(dependencies),
  ]
  while (!signal.aborted) {
    for (const duty of duties) {
      await duty().catch((error: unknown) => dependencies.logger.warn({ err: error }, 'house.postponed'))
    }
    await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}
