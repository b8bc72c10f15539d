import type { JobId } from '@posthorn/contracts'
import { type Database, findDueBulkJobs, retryBulkJobLater, runBulkPart } from '@posthorn/database'
import type { HintPublisher } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from '../run-every.ts'

const PAUSE_MS = 250
/** While jobs are due: their parts leave most of the database's time to deliveries. */
const BUSY_PAUSE_MS = 20
const BATCH = 100
/** A job whose part has failed delays no other job. */
const RETRY_PAUSE_SECONDS = 15

export interface BulkDependencies {
  database: Database
  live: HintPublisher
  logger: Logger
}

/**
 * Advances the bulk jobs that are due, each by one part at a time. Every worker does it. A part takes effect once; a part that a worker
 * has not finished when it dies is repeated by another.
 * @param signal ends it
 */
export async function runBulkJobs(dependencies: BulkDependencies, signal: AbortSignal): Promise<void> {
  const { database, logger } = dependencies
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureLogName: 'bulk_job.find_failed' }, async () => {
    const due = await findDueBulkJobs(database, BATCH)
    for (const jobId of due) if (!signal.aborted) await advance(dependencies, jobId)
    return due.length > 0 ? BUSY_PAUSE_MS : PAUSE_MS
  })
}

async function advance({ database, live, logger }: BulkDependencies, jobId: JobId): Promise<void> {
  try {
    const part = await runBulkPart(database, jobId)
    if (part === undefined || part.kind === 'deferred') return
    const { kind, tenantId, ...fields } = part
    live.publish(tenantId, 'job', [jobId], kind === 'finished' ? part.status : 'running')
    if (kind === 'processed') live.publish(tenantId, 'delivery', 'many')
    // A job lists its deliveries in up to thousands of parts.
    const level = kind === 'listed' ? 'debug' : 'info'
    logger[level]({ jobId, ...fields }, `bulk_job.${kind}`)
  } catch (error) {
    logger.warn({ err: error, retrying: true, jobId }, 'bulk_job.advance_failed')
    // If that fails too, the database is unavailable, and the job stays due.
    await retryBulkJobLater(database, jobId, RETRY_PAUSE_SECONDS).catch(() => {})
  }
}
