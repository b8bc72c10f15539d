import {
  countExpiredPartitions,
  countOpenCircuits,
  countWaitingForListeners,
  findLookahead,
  findOverdue,
} from '@posthorn/database'
import type { WorkerMetrics } from '../worker-metrics.ts'
import type { RetentionDependencies } from './retention/drop-old-partitions.ts'
import { runEvery } from './run-every.ts'

const PAUSE_MS = 5000
/** After that PostgreSQL cancels a query: measuring must not burden a database that is already slow. */
const STATEMENT_MS_MAX = 2000

/**
 * Measures the backlog, the open circuits and the partitions, for the metrics. Every worker does it.
 * @param signal ends it
 */
export async function measureDatabase(
  {
    database,
    config,
    metrics,
    logger,
  }: RetentionDependencies & { metrics: Pick<WorkerMetrics, 'setMeasurement'> },
  signal: AbortSignal,
): Promise<void> {
  const options = { statementMsMax: STATEMENT_MS_MAX }
  await runEvery(
    { signal, logger, pauseMs: PAUSE_MS, failureLogName: 'metrics.measure_failed' },
    async () => {
      const overdue = await findOverdue(database, options)
      const openCircuits = await countOpenCircuits(database, options)
      const lookahead = await findLookahead(database, options)
      const expiredPartitions = await countExpiredPartitions(database, config.RETENTION_DAYS, options)
      const relayWaiting = await countWaitingForListeners(database, options)
      metrics.setMeasurement({ relayWaiting, overdue, openCircuits, lookahead, expiredPartitions })
      return undefined
    },
  )
}
