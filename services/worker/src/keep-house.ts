import { setTimeout } from 'node:timers/promises'
import { type Database, forgetExpiredKeys } from '@posthorn/database'
import type { Logger } from '@posthorn/service'

const PAUSE_MS = 60_000
const BATCH = 5000

/** Deletes what has run out, a bounded number at a time, until the signal ends it. */
export async function keepHouse(
  { database, logger }: { database: Database; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await forgetExpiredKeys(database, BATCH).catch((error: unknown) =>
      logger.warn({ err: error }, 'house.postponed'),
    )
    await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}
