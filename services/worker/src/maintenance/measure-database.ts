import { countOpenCircuits, type Database, findLookahead, findOverdue } from '@posthorn/database'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from '../run-every.ts'
import type { WorkerMetrics } from '../worker-metrics.ts'

const PAUSE_MS = 5000
/** After that PostgreSQL cancels a query: measuring must not burden a database that is already slow. */
const STATEMENT_MS_MAX = 2000

/**
 * Measures the backlog, the open circuits and the partitions for the metrics. Every worker does it.
 * @param signal ends it
 */
export async function measureDatabase(
  {
    database,
    metrics,
    logger,
  }: { database: Database; metrics: Pick<WorkerMetrics, 'setMeasurement'>; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  const options = { statementMsMax: STATEMENT_MS_MAX }
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureEvent: 'metrics.measure_failed' }, async () => {
    const overdue = await findOverdue(database, options)
    const openCircuits = await countOpenCircuits(database, options)
    const lookahead = await findLookahead(database, options)
    metrics.setMeasurement({ overdue, openCircuits, lookahead })
    return undefined
  })
}
