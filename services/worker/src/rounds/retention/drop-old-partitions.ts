import { setTimeout } from 'node:timers/promises'
import {
  cancelExpired,
  cancelReplays,
  type Database,
  deleteOldIds,
  detachPartition,
  dropDetachedPartition,
  findRemovalSteps,
  type RemovalStep,
} from '@posthorn/database'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from '../run-every.ts'

const PAUSE_MS = 10_000
/** Between two parts: deliveries need the database as well. */
const PART_PAUSE_MS = 50
/** After a partition is detached: every statement of its table is planned again, on every connection. */
const DETACHED_PAUSE_MS = 3000
const CANCELLED_MAX = 1000
const SCANNED_MAX = 10_000
const IDS_DELETED_MAX = 5000

export interface RetentionDependencies {
  database: Database
  config: { RETENTION_DAYS: number }
  logger: Logger
}

/**
 * Drops the partitions whose rows are all past the retention period, after cancelling what is still pending in them. Every
 * worker does it; the database lets one at a time detach a partition, and each step is safe to repeat.
 * @param signal ends it
 */
export async function dropOldPartitions(
  dependencies: RetentionDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { database, config, logger } = dependencies
  const options = { signal, logger, pauseMs: PAUSE_MS, failureLogName: 'partition.drop_failed' }
  await runEvery(options, async () => {
    // First what a worker detached before it died.
    await dropDetached(dependencies)
    const steps = config.RETENTION_DAYS === 0 ? [] : await findRemovalSteps(database, config.RETENTION_DAYS)
    for (const step of steps) {
      if (signal.aborted || !(await complete(dependencies, step, signal))) break
    }
    return undefined
  })
}

/** @returns false when it must be completed later, and the following steps after it */
async function complete(
  dependencies: RetentionDependencies,
  { kind, partition }: RemovalStep,
  signal: AbortSignal,
): Promise<boolean> {
  const { database, config, logger } = dependencies
  const log = (deliveries: number) =>
    deliveries > 0 && logger.info({ partition: partition.name, deliveries }, 'delivery.expired')
  switch (kind) {
    case 'cancel': {
      for (let cancelled = 1; cancelled > 0 && !signal.aborted; await setTimeout(PART_PAUSE_MS)) {
        cancelled = await cancelExpired(database, partition, CANCELLED_MAX)
        log(cancelled)
      }
      return !signal.aborted
    }
    case 'delete_ids': {
      while (!signal.aborted && (await deleteOldIds(database, config.RETENTION_DAYS, IDS_DELETED_MAX))) {
        await setTimeout(PART_PAUSE_MS)
      }
      return !signal.aborted
    }
    case 'cancel_replays': {
      let part = await cancelReplays(database, partition, SCANNED_MAX)
      log(part.cancelled)
      while (part.end !== undefined && !signal.aborted) {
        await setTimeout(PART_PAUSE_MS)
        part = await cancelReplays(database, partition, SCANNED_MAX, part.end)
        log(part.cancelled)
      }
      return !signal.aborted
    }
    case 'detach': {
      const isDetached = await detachPartition(database, partition.name)
      if (isDetached) {
        await dropDetached(dependencies)
        await setTimeout(DETACHED_PAUSE_MS, undefined, { signal }).catch(() => {})
      }
      return isDetached
    }
  }
}

async function dropDetached({ database, logger }: RetentionDependencies): Promise<void> {
  for (;;) {
    const partition = await dropDetachedPartition(database)
    if (partition === undefined) return
    logger.info({ partition }, 'partition.dropped')
  }
}
