import { setTimeout } from 'node:timers/promises'
import { type Database, takeDueReminders } from '@posthorn/database'
import type { DeliveryQueue } from '@posthorn/queue'
import type { Logger } from '@posthorn/service'

const PAUSE_MS = 1000
const BATCH = 1000
/** So many jobs wait only when the workers do not keep up: each is up to twenty deliveries. */
const WAITING_JOBS_MAX = 100
/** How long what is due may be missing from a queue that has more than that, and never empties. */
const OVERDUE_SECONDS = 5 * 60

export interface ResumeDependencies {
  database: Database
  queue: Pick<DeliveryQueue, 'add' | 'waiting'>
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
    const mayBeMore = await resumeBatch(dependencies).catch((error: unknown) => {
      dependencies.logger.warn({ err: error }, 'resume.postponed')
      return false
    })
    if (!mayBeMore) await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}

async function resumeBatch({ database, queue, logger }: ResumeDependencies): Promise<boolean> {
  // Asked first: a reminder that is taken and cannot be added comes up again only after its own pause.
  const isFull = (await queue.waiting()) > WAITING_JOBS_MAX
  // In a full queue nearly everything that is due waits for its turn, and to add it again would only take from those who
  // work it off.
  const overdueSeconds = isFull ? OVERDUE_SECONDS : 0
  const { taken, due } = await takeDueReminders(database, { limit: BATCH, overdueSeconds })
  // One that is wanted by hand must not hide behind the job of its schedule, which may be hours away.
  const tag = `manual${Date.now()}`
  await queue.add(due.map(({ isManual, ...delivery }) => (isManual ? { ...delivery, tag } : delivery)))
  if (due.length > 0) logger.info({ deliveries: due.length }, 'resume.added')
  return taken === BATCH && !isFull
}
