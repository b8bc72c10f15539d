import { setTimeout } from 'node:timers/promises'
import type { TenantId } from '@posthorn/contracts'
import { type Database, wakeEndpoint } from '@posthorn/database'
import type { DeliveryQueue } from '@posthorn/queue'
import type { Logger } from '@posthorn/service'

const PAUSE_MS = 200
const BATCH = 1000

export interface WakeDependencies {
  database: Database
  queue: Pick<DeliveryQueue, 'add'>
  logger: Logger
}

/**
 * Looks at endpoints whose time has come: enabled or deleted, a circuit to be probed, a slot of the rate limit. What
 * waited for them is handed to the queue; it is the endpoint that is looked at, never the deliveries one by one. Tenants have their
 * turns, one endpoint in each.
 * @param signal ends it
 */
export async function wakeEndpoints(dependencies: WakeDependencies, signal: AbortSignal): Promise<void> {
  const served = new Set<TenantId>()
  while (!signal.aborted) {
    const tenantId = await wakeNext(dependencies, [...served]).catch((error: unknown) => {
      dependencies.logger.warn({ err: error, retrying: true }, 'endpoint.wake_failed')
      return undefined
    })
    if (tenantId !== undefined) {
      served.add(tenantId)
      continue
    }
    const wasRound = served.size > 0
    served.clear()
    if (!wasRound) await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}

/** @returns the tenant whose endpoint it was; undefined when no other one has any */
async function wakeNext(
  { database, queue, logger }: WakeDependencies,
  except: readonly TenantId[],
): Promise<TenantId | undefined> {
  const woken = await wakeEndpoint(database, { limit: BATCH, except })
  if (woken === undefined) return undefined
  const { tenantId, endpointId, due, cancelled } = woken
  logger.debug({ tenantId, endpointId, deliveries: due.length, cancelled }, 'endpoint.woken')
  // Should the queue be away, the reminders of these deliveries come up a little later.
  const tag = `woken${Date.now()}`
  await queue.add(due.map((delivery) => ({ ...delivery, tag })))
  return tenantId
}
