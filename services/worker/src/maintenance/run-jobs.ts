import type { JobId } from '@posthorn/contracts'
import { type Database, findDueJobs, retryJobLater, runJobPart } from '@posthorn/database'
import type { Logger } from '@posthorn/runtime'
import { runEvery } from '../run-every.ts'

const PAUSE_MS = 250
const BATCH = 100
/** A job whose part has failed delays no other job. */
const RETRY_PAUSE_SECONDS = 15

export interface JobDependencies {
  database: Database
  logger: Logger
}

/**
 * Advances the jobs that are due, each by one part at a time. Every worker does it. A part takes effect once; a part that a worker
 * has not finished when it dies is repeated by another.
 * @param signal ends it
 */
export async function runJobs(dependencies: JobDependencies, signal: AbortSignal): Promise<void> {
  const { database, logger } = dependencies
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureEvent: 'jobs.find_failed' }, async () => {
    const due = await findDueJobs(database, BATCH)
    for (const jobId of due) if (!signal.aborted) await advance(dependencies, jobId)
    return undefined
  })
}

async function advance({ database, logger }: JobDependencies, jobId: JobId): Promise<void> {
  try {
    const part = await runJobPart(database, jobId, PAUSE_MS)
    if (part === undefined || part.kind === 'deferred') return
    const { kind, ...fields } = part
    logger.info({ jobId, ...fields }, `job.${kind}`)
  } catch (error) {
    logger.warn({ err: error, retrying: true, jobId }, 'job.advance_failed')
    // If that fails too, the database is unavailable, and the job stays due.
    await retryJobLater(database, jobId, RETRY_PAUSE_SECONDS).catch(() => {})
  }
}
