import { setTimeout } from 'node:timers/promises'
import { UnavailableError } from '@posthorn/contracts'

const PAUSE_MS_MIN = 100
const PAUSE_MS_MAX = 2000

/**
 * Writes until the database has taken it: what was sent must not be sent again for want of a record. The write must be
 * safe to repeat.
 * @param options.signal aborted when there is no time left; then the last error is thrown
 * @param options.message of the line in the log for each time that it could not be written
 */
export async function untilWritten<Result>(
  write: () => Promise<Result>,
  {
    logger,
    signal,
    message = 'attempt.record_failed',
  }: { logger: { warn(fields: object, message: string): void }; signal: AbortSignal; message?: string },
): Promise<Result> {
  for (let pauseMs = PAUSE_MS_MIN; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX)) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof UnavailableError) || signal.aborted) throw error
      logger.warn({ err: error, retrying: true, pauseMs }, message)
      await setTimeout(pauseMs, undefined, { signal }).catch(() => {})
    }
  }
}
