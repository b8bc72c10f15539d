import { setTimeout } from 'node:timers/promises'
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
 * waited for them is handed to the queue; it is the endpoint that is looked at, never the deliveries one by one.
 * @param signal ends it
 */
export async function wakeEndpoints(dependencies: WakeDependencies, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const woken = await wakeNext(dependencies).catch((error: unknown) => {
      dependencies.logger.warn({ err: error }, 'wake.postponed')
      return false
    })
    if (!woken) await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}

async function wakeNext({ database, queue, logger }: WakeDependencies): Promise<boolean> {
  const woken = await wakeEndpoint(database, BATCH)
  if (woken === undefined) return false
  const { endpointId, due, cancelled } = woken
  logger.debug({ endpointId, deliveries: due.length, cancelled }, 'endpoint.woken')
  // Should the queue be away, the reminders of these deliveries come up a little later.
  const tag = `woken${Date.now()}`
  await queue.add(due.map((delivery) => ({ ...delivery, tag })))
  return true
}
