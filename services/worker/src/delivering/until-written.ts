import { setTimeout } from 'node:timers/promises'
import { UnavailableError } from '@posthorn/contracts'

const PAUSE_MS_MIN = 100
const PAUSE_MS_MAX = 2000

/**
 * Repeats a write until the database has it: a request without a record would be sent again. The write must be safe to repeat.
 * @param options.signal aborted when no time is left; then the last error is thrown
 * @param options.message name of the log line for each failed write
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
