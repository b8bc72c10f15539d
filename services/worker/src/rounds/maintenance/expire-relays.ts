import {
  addAuditEntry,
  cancelExpiredOfRelays,
  clearExpiredRequestsOfRelays,
  type Database,
  deleteIdleRelay,
  deleteOldConnections,
  findIdleRelays,
} from '@posthorn/database'
import type { HintPublisher } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from '../run-every.ts'
import { inBatches } from './in-batches.ts'

/** Longer than between other rounds: it reads the oldest delivery of every relay. */
const PAUSE_MS = 30_000
const REMOVED_MAX = 100

interface ExpiryDependencies {
  database: Database
  live: HintPublisher
  logger: Logger
}

/**
 * Cancels deliveries and clears retries that have waited too long for a listener, and removes relays that have had none for a month.
 * @param signal ends it
 */
export async function expireRelays(
  { database, live, logger }: ExpiryDependencies,
  signal: AbortSignal,
): Promise<void> {
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureLogName: 'relay.expire_failed' }, async () => {
    await inBatches((limit) => cancelExpiredOfRelays(database, limit))
    await inBatches((limit) => clearExpiredRequestsOfRelays(database, limit))
    await inBatches((limit) => deleteOldConnections(database, limit))
    for (const { tenantId, endpointId } of await findIdleRelays(database, REMOVED_MAX)) {
      if (!(await deleteIdleRelay(database, tenantId, endpointId))) continue
      live.publish(tenantId, 'endpoint', [endpointId])
      logger.info({ tenantId, endpointId }, 'relay.removed')
      await addAuditEntry(database, {
        tenantId,
        actor: 'system',
        action: 'relay.removed',
        object: endpointId,
        fields: [],
        requestId: '',
      })
    }
    return undefined
  })
}
