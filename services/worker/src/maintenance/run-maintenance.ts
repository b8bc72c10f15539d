import {
  deleteBulkLists,
  deleteEndedWindows,
  deleteExpiredAnswers,
  deleteExpiredDedupeKeys,
  deleteExpiredSearches,
  deleteOldFailures,
  foldCounts,
} from '@posthorn/database'
import { runEvery } from '../run-every.ts'
import { disableFailingEndpoints } from './disable-failing-endpoints.ts'
import { inBatches } from './in-batches.ts'
import { notifyExhausted } from './notify-exhausted.ts'
import { notifyTenants } from './notify-tenants.ts'
import type { NoticeDependencies } from './publish-notice.ts'

const PAUSE_MS = 5000

/**
 * Periodic work: deletes expired rows, folds counts, disables endpoints that do not recover, notifies their tenants. Every worker
 * does it, a bounded part at a time; each part takes effect once.
 * @param signal ends it
 */
export async function runMaintenance(dependencies: NoticeDependencies, signal: AbortSignal): Promise<void> {
  const { logger } = dependencies
  const failureEvent = 'maintenance.failed'
  const tasks = [
    ...[
      deleteExpiredDedupeKeys,
      deleteExpiredAnswers,
      deleteEndedWindows,
      deleteExpiredSearches,
      deleteBulkLists,
      foldCounts,
      deleteOldFailures,
    ].map((runPart) => () => inBatches((limit) => runPart(dependencies.database, limit))),
    () => disableFailingEndpoints(dependencies),
    () => notifyTenants(dependencies),
    () => notifyExhausted(dependencies),
  ]
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureEvent }, async () => {
    for (const task of tasks) {
      // A failed task does not keep the others from running.
      await task().catch((error: unknown) => logger.warn({ err: error, retrying: true }, failureEvent))
    }
    return undefined
  })
}
