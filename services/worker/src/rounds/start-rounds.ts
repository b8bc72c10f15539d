import type { WorkerMetrics } from '../worker-metrics.ts'
import { runBulkJobs } from './jobs/run-bulk-jobs.ts'
import { runEventSearches } from './jobs/run-event-searches.ts'
import { runRecoveries } from './jobs/run-recoveries.ts'
import { expireRelays } from './maintenance/expire-relays.ts'
import type { NotificationDependencies } from './maintenance/publish-notification.ts'
import { runMaintenance } from './maintenance/run-maintenance.ts'
import { measureDatabase } from './measure-database.ts'
import { addPartitionsAhead } from './retention/add-partitions-ahead.ts'
import { deleteTenants } from './retention/delete-tenants.ts'
import { dropOldPartitions, type RetentionDependencies } from './retention/drop-old-partitions.ts'
import { removeExpiredContent } from './retention/remove-expired-content.ts'
import { type SweepDependencies, sweepDueDeliveries } from './sweep-due-deliveries.ts'
import { wakeEndpoints } from './wake-endpoints.ts'

type RoundDependencies = SweepDependencies &
  NotificationDependencies &
  RetentionDependencies & { metrics: Pick<WorkerMetrics, 'setMeasurement'> }

/** The periodic rounds of a worker (docs/delivery-internals.md), except the health of endpoints, which outlasts them. */
const ROUNDS: readonly ((dependencies: RoundDependencies, signal: AbortSignal) => Promise<void>)[] = [
  sweepDueDeliveries,
  wakeEndpoints,
  runRecoveries,
  runBulkJobs,
  runEventSearches,
  deleteTenants,
  runMaintenance,
  expireRelays,
  measureDatabase,
  addPartitionsAhead,
  dropOldPartitions,
  removeExpiredContent,
]

/** Starts the periodic rounds. */
export function startRounds(dependencies: RoundDependencies): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const ended = ROUNDS.map((run) => run(dependencies, stopped.signal))
  return {
    /** Waits until the current round of each has ended. */
    async stop() {
      stopped.abort()
      await Promise.all(ended)
    },
  }
}
