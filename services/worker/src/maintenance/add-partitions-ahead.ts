import { setTimeout } from 'node:timers/promises'
import { addPartitions, type Database } from '@posthorn/database'
import type { Logger } from '@posthorn/service'

/** So long no worker need be there, and every row still finds its partition. */
const WEEKS_AHEAD = 3
const PAUSE_MS = 60 * 60 * 1000
const PAUSE_AFTER_TROUBLE_MS = 60 * 1000

/**
 * Makes room for what is to come: events, requests and attempts are kept in partitions of a week each. Every worker sees
 * to it, until the signal ends it.
 */
export async function addPartitionsAhead(
  { database, logger }: { database: Database; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pauseMs = await addSome({ database, logger })
    await setTimeout(pauseMs, undefined, { signal }).catch(() => {})
  }
}

async function addSome({ database, logger }: { database: Database; logger: Logger }): Promise<number> {
  try {
    const partitions = await addPartitions(database, WEEKS_AHEAD)
    if (partitions > 0) logger.info({ partitions }, 'partitions.added')
    return PAUSE_MS
  } catch (error) {
    logger.warn({ err: error, retrying: true }, 'partitions.add_failed')
    return PAUSE_AFTER_TROUBLE_MS
  }
}
