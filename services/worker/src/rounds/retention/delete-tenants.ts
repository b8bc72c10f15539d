import { type Database, deletePartOfSomeTenant } from '@posthorn/database'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from '../run-every.ts'

const PAUSE_MS = 1000
/** Between two parts: deliveries need the database as well. */
const PART_PAUSE_MS = 50

/**
 * Deletes what deleted tenants owned, part by part, and a tenant's own row when nothing else is left. Every worker does it, and
 * continues after a worker that died.
 * @param signal ends it
 */
export async function deleteTenants(
  { database, logger }: { database: Database; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  const options = { signal, logger, pauseMs: PAUSE_MS, failureLogName: 'tenant.delete_failed' }
  await runEvery(options, async () => {
    const deleted = await deletePartOfSomeTenant(database)
    if (deleted?.part === 'gone') logger.info({ tenantId: deleted.tenantId }, 'tenant.deleted')
    return deleted?.part === 'deleted' ? PART_PAUSE_MS : PAUSE_MS
  })
}
