import { setTimeout } from 'node:timers/promises'
import { type Database, deletePartOfSomeTenant } from '@posthorn/database'
import type { Logger } from '@posthorn/service'

const PAUSE_MS = 1000
/** Between two parts: nobody waits for this, and deliveries need the database as well. */
const BREATH_MS = 50

/**
 * Deletes what deleted tenants owned, part by part, and a tenant's own row when nothing else is left. Every worker does it;
 * what is gone is gone, so whoever comes after a worker that died goes on where it was.
 * @param signal ends it
 */
export async function deleteTenants(
  { database, logger }: { database: Database; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const deleted = await deletePartOfSomeTenant(database).catch((error: unknown) => {
      logger.warn({ err: error, retrying: true }, 'tenant.delete_failed')
      return undefined
    })
    if (deleted?.part === 'gone') logger.info({ tenantId: deleted.tenantId }, 'tenant.deleted')
    const pauseMs = deleted?.part === 'deleted' ? BREATH_MS : PAUSE_MS
    await setTimeout(pauseMs, undefined, { signal }).catch(() => {})
  }
}
