import { setTimeout } from 'node:timers/promises'
import type { JobId } from '@posthorn/contracts'
import { advanceJob, type Database, findDueJobs, postponeJob } from '@posthorn/database'
import type { Logger } from '@posthorn/service'

const PAUSE_MS = 250
const BATCH = 100
/** A job whose part cannot be done keeps no other one from going on. */
const TROUBLE_PAUSE_SECONDS = 15

export interface JobDependencies {
  database: Database
  logger: Logger
}

/**
 * Goes on with the jobs that are due, each by one part at a time. Every worker does it; a part is done once, and what a
 * worker that dies has not finished is done anew by the next.
 * @param signal ends it
 */
export async function runJobs(dependencies: JobDependencies, signal: AbortSignal): Promise<void> {
  const { database, logger } = dependencies
  while (!signal.aborted) {
    const due = await findDueJobs(database, BATCH).catch((error: unknown) => {
      logger.warn({ err: error, retrying: true }, 'jobs.find_failed')
      return []
    })
    for (const jobId of due) if (!signal.aborted) await goOnWith(dependencies, jobId)
    await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}

async function goOnWith({ database, logger }: JobDependencies, jobId: JobId): Promise<void> {
  try {
    const part = await advanceJob(database, jobId, PAUSE_MS)
    if (part === undefined || part.kind === 'held_back') return
    const { kind, ...fields } = part
    logger.info({ jobId, ...fields }, `job.${kind}`)
  } catch (error) {
    logger.warn({ err: error, retrying: true, jobId }, 'job.advance_failed')
    // Should that fail as well, the database is away, and it is due when it is back.
    await postponeJob(database, jobId, TROUBLE_PAUSE_SECONDS).catch(() => {})
  }
}
