import { setTimeout } from 'node:timers/promises'
import {
  countOverdue,
  deleteExpiredDedupeKeys,
  foldCounts,
  deleteEndedWindows,
  deleteExpiredAnswers,
} from '@posthorn/database'
import type { WorkerMetrics } from '../worker-metrics.ts'
import { disableFailingEndpoints } from './disable-failing-endpoints.ts'
import { inBatches } from './in-batches.ts'
import { notifyExhausted } from './notify-exhausted.ts'
import { notifyTenants } from './notify-tenants.ts'
import type { NoticeDependencies } from './publish-notice.ts'

const PAUSE_MS = 5000

export interface MaintenanceDependencies extends NoticeDependencies {
  metrics: Pick<WorkerMetrics, 'setOverdue'>
}

/**
 * What has to be done now and then: forget what has run out, disable endpoints that do not recover, tell their tenants.
 * Every worker does it, a bounded part at a time; whatever is done is done once. Until the signal ends it.
 */
export async function runMaintenance(
  dependencies: MaintenanceDependencies,
  signal: AbortSignal,
): Promise<void> {
  const duties = [
    ...[deleteExpiredDedupeKeys, deleteExpiredAnswers, deleteEndedWindows, foldCounts].map(
      (tidy) => () => inBatches((limit) => tidy(dependencies.database, limit)),
    ),
    () => disableFailingEndpoints(dependencies),
    async () => dependencies.metrics.setOverdue(await countOverdue(dependencies.database)),
    () => notifyTenants(dependencies),
    () => notifyExhausted(dependencies),
  ]
  while (!signal.aborted) {
    for (const duty of duties) {
      await duty().catch((error: unknown) =>
        dependencies.logger.warn({ err: error, retrying: true }, 'maintenance.failed'),
      )
    }
    await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}
