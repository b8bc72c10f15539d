import type { JobId } from '@posthorn/contracts'
import { type Database, findDueRecoveries, retryRecoveryLater, runRecoveryPart } from '@posthorn/database'
import type { HintPublisher } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from '../run-every.ts'

const PAUSE_MS = 250
const BATCH = 100
/** A recovery whose part has failed delays no other. */
const RETRY_PAUSE_SECONDS = 15

export interface RecoveryDependencies {
  database: Database
  live: HintPublisher
  logger: Logger
}

/**
 * Advances the recoveries that are due, each by one part at a time. Every worker does it. A part takes effect once; a part that a
 * worker has not finished when it dies is repeated by another.
 * @param signal ends it
 */
export async function runRecoveries(dependencies: RecoveryDependencies, signal: AbortSignal): Promise<void> {
  const { database, logger } = dependencies
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureLogName: 'recovery.find_failed' }, async () => {
    const due = await findDueRecoveries(database, BATCH)
    for (const jobId of due) if (!signal.aborted) await advance(dependencies, jobId)
    return undefined
  })
}

async function advance({ database, live, logger }: RecoveryDependencies, jobId: JobId): Promise<void> {
  try {
    const part = await runRecoveryPart(database, jobId, PAUSE_MS)
    if (part === undefined || part.kind === 'deferred') return
    const { kind, tenantId, ...fields } = part
    live.publish(tenantId, 'job', [jobId], kind === 'finished' ? part.status : 'running')
    if (kind === 'retried') live.publish(tenantId, 'delivery', 'many')
    logger.info({ jobId, ...fields }, `recovery.${kind}`)
  } catch (error) {
    logger.warn({ err: error, retrying: true, jobId }, 'recovery.advance_failed')
    // If that fails too, the database is unavailable, and the recovery stays due.
    await retryRecoveryLater(database, jobId, RETRY_PAUSE_SECONDS).catch(() => {})
  }
}
