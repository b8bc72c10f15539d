import type { TenantId } from '@posthorn/contracts'
import { type Database, wakeEndpoint } from '@posthorn/database'
import { type DeliveryQueue, enqueueOrLog } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from './run-every.ts'

const PAUSE_MS = 200
const BATCH = 1000

export interface WakeDependencies {
  database: Database
  queue: Pick<DeliveryQueue, 'add'>
  logger: Logger
}

/**
 * Wakes endpoints that are due: enabled or deleted, a circuit to probe, a rate limit that allows the next attempt. Adds jobs for the
 * deliveries that waited for them. Reads due endpoints, never single deliveries. Tenants take turns, with one endpoint each.
 * @param signal ends it
 */
export async function wakeEndpoints(dependencies: WakeDependencies, signal: AbortSignal): Promise<void> {
  const { logger } = dependencies
  const served = new Set<TenantId>()
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureLogName: 'endpoint.wake_failed' }, async () => {
    const tenantId = await wakeNext(dependencies, [...served])
    if (tenantId !== undefined) {
      served.add(tenantId)
      return 0
    }
    const hasServed = served.size > 0
    served.clear()
    return hasServed ? 0 : PAUSE_MS
  })
}

/** @returns the tenant of the endpoint; undefined when no other tenant has one that is due */
async function wakeNext(
  { database, queue, logger }: WakeDependencies,
  except: readonly TenantId[],
): Promise<TenantId | undefined> {
  const woken = await wakeEndpoint(database, { limit: BATCH, except })
  if (woken === undefined) return undefined
  const { tenantId, endpointId, due, cancelled } = woken
  logger.debug({ tenantId, endpointId, deliveries: due.length, cancelled }, 'endpoint.woken')
  const tag = `woken${Date.now()}`
  const reminders = due.map((delivery) => ({ ...delivery, tag }))
  // Not awaited: while the queue is unavailable, the next endpoints are woken all the same, and the sweeper takes the deliveries.
  void enqueueOrLog({ queue, log: logger }, reminders, { endpointId, deliveries: due.length })
  return tenantId
}
