import { removeExpiredContent as removePart } from '@posthorn/database'
import { runEvery } from '../run-every.ts'
import type { RetentionDependencies } from './drop-old-partitions.ts'

const PAUSE_MS = 5000
/** Between two parts: deliveries need the database as well. */
const PART_PAUSE_MS = 50

/**
 * Removes content that is older than its tenant's `retentionDays`, part by part. Every worker does it; the database lets one at
 * a time.
 * @param signal ends it
 */
export async function removeExpiredContent(
  { database, logger }: Pick<RetentionDependencies, 'database' | 'logger'>,
  signal: AbortSignal,
): Promise<void> {
  const options = { signal, logger, pauseMs: PAUSE_MS, failureLogName: 'content.remove_failed' }
  await runEvery(options, async () => ((await removePart(database)) ? PART_PAUSE_MS : PAUSE_MS))
}
