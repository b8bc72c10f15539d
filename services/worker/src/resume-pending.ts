import { setTimeout } from 'node:timers/promises'
import { type Database, takeDueReminders } from '@posthorn/database'
import type { DeliveryQueue } from '@posthorn/queue'
import type { Logger } from '@posthorn/service'

const PAUSE_MS = 1000
const BATCH = 1000

export interface ResumeDependencies {
  database: Database
  queue: Pick<DeliveryQueue, 'add' | 'ping'>
  logger: Logger
}

/**
 * The sweeper: adds jobs again for deliveries that are due and may have none, because a process died between commit and
 * add, the queue was away, or Redis lost what it held. Every worker runs one; they do not get the same rows. A job that
 * is there already stays as it is.
 * @param signal ends it
 */
export async function resumePending(dependencies: ResumeDependencies, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const resumed = await resumeBatch(dependencies).catch((error: unknown) => {
      dependencies.logger.warn({ err: error }, 'resume.postponed')
      return 0
    })
    if (resumed < BATCH) await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}

async function resumeBatch({ database, queue, logger }: ResumeDependencies): Promise<number> {
  // Asked first: a reminder that is taken and cannot be added comes up again only after its own pause.
  await queue.ping()
  const due = await takeDueReminders(database, BATCH)
  if (due.length === 0) return 0
  // One that is wanted by hand must not hide behind the job of its schedule, which may be hours away.
  const tag = `manual${Date.now()}`
  await queue.add(due.map(({ isManual, ...delivery }) => (isManual ? { ...delivery, tag } : delivery)))
  logger.info({ deliveries: due.length }, 'resume.added')
  return due.length
}
