import { type Database, takeDueDeliveries } from '@posthorn/database'
import type { Logger } from '@posthorn/runtime'
import type { Dispatcher } from '../claiming/dispatcher.ts'
import { runEvery } from './run-every.ts'

const PAUSE_MS = 1000
/** Between parts of one pass. */
const PART_PAUSE_MS = 100

export interface SweepDependencies {
  database: Database
  dispatcher: Pick<Dispatcher, 'add' | 'sweepLimits'>
  logger: Logger
}

/**
 * The sweeper: takes deliveries that are due and may have no job, because a process died between commit and add, the queue was
 * unavailable, or Redis lost data. Every worker runs one, and they take different rows. A pass covers all that is due, part by part,
 * with some deliveries of each tenant: it skips a million rows of one tenant while the worker has enough of them.
 * @param signal ends it
 */
export async function sweepDueDeliveries(
  dependencies: SweepDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { logger } = dependencies
  let next: Date | undefined
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureLogName: 'sweep.failed' }, async () => {
    const from = next
    // A new pass starts after a failure.
    next = undefined
    next = await sweepPart(dependencies, from)
    return next === undefined ? PAUSE_MS : PART_PAUSE_MS
  })
}

/** @returns where the next part starts: the same again while there is no room; undefined at the end of the pass */
async function sweepPart(
  { database, dispatcher, logger }: SweepDependencies,
  from: Date | undefined,
): Promise<Date | undefined> {
  const limits = dispatcher.sweepLimits()
  if (limits.limit === 0) return from
  const { due, next } = await takeDueDeliveries(database, limits, from)
  dispatcher.add(due)
  if (due.length > 0) logger.info({ deliveries: due.length }, 'sweep.added')
  return next
}
