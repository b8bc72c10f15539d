import { addPartitions, type Database } from '@posthorn/database'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from '../run-every.ts'

/** No worker is needed for as long, and every row still has its partition. */
const WEEKS_AHEAD = 2
const PAUSE_MS = 60 * 60 * 1000
const PAUSE_AFTER_FAILURE_MS = 60 * 1000

/**
 * Adds weekly partitions for future events, requests, deliveries and attempts. Every worker does it.
 * @param signal ends it
 */
export async function addPartitionsAhead(
  { database, logger }: { database: Database; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  const options = {
    signal,
    logger,
    pauseMs: PAUSE_MS,
    pauseAfterFailureMs: PAUSE_AFTER_FAILURE_MS,
    failureLogName: 'partition.add_failed',
  }
  await runEvery(options, async () => {
    const partitions = await addPartitions(database, WEEKS_AHEAD)
    if (partitions > 0) logger.info({ partitions }, 'partition.added')
    return undefined
  })
}
