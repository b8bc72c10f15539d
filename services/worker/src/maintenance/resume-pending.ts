import { setTimeout } from 'node:timers/promises'
import { type Database, takeDueReminders } from '@posthorn/database'
import type { Logger } from '@posthorn/service'
import type { Dispatcher } from '../claiming/dispatcher.ts'

const PAUSE_MS = 1000
/** Between parts, while there is more than one look takes in. */
const NEXT_PAUSE_MS = 100

export interface ResumeDependencies {
  database: Database
  dispatcher: Pick<Dispatcher, 'add' | 'room'>
  logger: Logger
}

/**
 * The sweeper: delivers what is due and may have no job, because a process died between commit and add, the queue was away, or
 * Redis lost what it held. Every worker runs one; they do not get the same rows. It goes through all that is due, part by part,
 * and takes some of each tenant: a million rows of one tenant are passed over while the worker has enough of them.
 * @param signal ends it
 */
export async function resumePending(dependencies: ResumeDependencies, signal: AbortSignal): Promise<void> {
  let from: Date | undefined
  while (!signal.aborted) {
    from = await resumePart(dependencies, from).catch((error: unknown) => {
      dependencies.logger.warn({ err: error, retrying: true }, 'resume.failed')
      return undefined
    })
    const pauseMs = from === undefined ? PAUSE_MS : NEXT_PAUSE_MS
    await setTimeout(pauseMs, undefined, { signal }).catch(() => {})
  }
}

/** @returns where to go on: there again while there is no room; undefined when all was looked at */
async function resumePart(
  { database, dispatcher, logger }: ResumeDependencies,
  from: Date | undefined,
): Promise<Date | undefined> {
  const room = dispatcher.room()
  if (room.limit === 0) return from
  const { due, next } = await takeDueReminders(database, room, from)
  dispatcher.add(due)
  if (due.length > 0) logger.info({ deliveries: due.length }, 'resume.added')
  return next
}
