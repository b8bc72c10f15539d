import { setTimeout } from 'node:timers/promises'

export interface RunEveryOptions {
  /** Ends the loop after the current round. */
  signal: AbortSignal
  logger: { warn(fields: object, message: string): void }
  /** Between a round and the next, unless the round returns another pause. */
  pauseMs: number
  /** Name of the log line for a round that failed. The next round repeats its work. */
  failureLogName: string
  /** Default: `pauseMs` */
  pauseAfterFailureMs?: number
}

/**
 * Runs rounds of work with pauses in between, until the signal ends it. A failed round does not end the loop.
 * @param round may return the pause before the next round, in milliseconds; 0 for none
 */
export async function runEvery(
  { signal, logger, pauseMs, failureLogName, pauseAfterFailureMs = pauseMs }: RunEveryOptions,
  round: () => Promise<number | undefined>,
): Promise<void> {
  while (!signal.aborted) {
    const nextPauseMs = await round().catch((error: unknown) => {
      logger.warn({ err: error, retrying: true }, failureLogName)
      return pauseAfterFailureMs
    })
    const waitMs = nextPauseMs ?? pauseMs
    if (waitMs > 0) await setTimeout(waitMs, undefined, { signal }).catch(() => {})
  }
}
