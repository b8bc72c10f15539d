import { setTimeout } from 'node:timers/promises'
import { forgetExpiredKeys } from '@posthorn/database'
import { disableFailingEndpoints } from './disable-failing-endpoints.ts'
import type { NoticeDependencies } from './publish-notice.ts'
import { tellTenants } from './tell-tenants.ts'

const PAUSE_MS = 5000
const BATCH = 5000

/**
 * What has to be done now and then: forget what has run out, disable endpoints that do not recover, tell their tenants.
 * Every worker does it, a bounded part at a time; whatever is done is done once. Until the signal ends it.
 */
export async function keepHouse(dependencies: NoticeDependencies, signal: AbortSignal): Promise<void> {
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
