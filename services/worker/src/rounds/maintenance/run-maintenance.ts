import {
  deleteBulkLists,
  deleteEndedSessions,
  deleteEndedWindows,
  deleteExpiredDedupeKeys,
  deleteExpiredRejections,
  deleteExpiredReplies,
  deleteExpiredSearches,
  deleteOldFailures,
  deleteOldPortalLinks,
  rollUpCounts,
} from '@posthorn/database'
import type { RetentionDependencies } from '../retention/drop-old-partitions.ts'
import { runEvery } from '../run-every.ts'
import { deleteExpiredRows } from './delete-expired-rows.ts'
import { disableFailingEndpoints } from './disable-failing-endpoints.ts'
import { inBatches } from './in-batches.ts'
import { notifyDisabledEndpoints } from './notify-disabled-endpoints.ts'
import { notifyExhausted } from './notify-exhausted.ts'
import type { NotificationDependencies } from './publish-notification.ts'

const PAUSE_MS = 5000

/**
 * Periodic work: deletes expired rows, rolls counts up, disables endpoints that do not recover, notifies their tenants. Every
 * worker does it, a bounded part at a time; each part takes effect once.
 * @param signal ends it
 */
export async function runMaintenance(
  dependencies: NotificationDependencies & RetentionDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { logger } = dependencies
  const failureLogName = 'maintenance.failed'
  const tasks = [
    ...[
      deleteExpiredDedupeKeys,
      deleteExpiredRejections,
      deleteExpiredReplies,
      deleteEndedWindows,
      deleteEndedSessions,
      deleteOldPortalLinks,
      deleteExpiredSearches,
      deleteBulkLists,
      deleteOldFailures,
      rollUpCounts,
    ].map((runPart) => () => inBatches((limit) => runPart(dependencies.database, limit))),
    () => deleteExpiredRows(dependencies),
    () => disableFailingEndpoints(dependencies),
    () => notifyDisabledEndpoints(dependencies),
    () => notifyExhausted(dependencies),
  ]
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureLogName }, async () => {
    for (const task of tasks) {
      // A failed task does not keep the others from running.
      await task().catch((error: unknown) => logger.warn({ err: error, retrying: true }, failureLogName))
    }
    return undefined
  })
}
