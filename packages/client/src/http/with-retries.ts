import { PosthornError } from '../errors.ts'
import { retryDelayMs } from './retry-delay.ts'
import { sleep } from './sleep.ts'

/**
 * Tries a call until it succeeds, fails for good, or no retry is left.
 *
 * @param tryOnce gets the error of each earlier try.
 */
export async function withRetries<Reply>(
  { retries, signal }: { retries: number; signal: AbortSignal | undefined },
  tryOnce: (earlier: readonly PosthornError[]) => Promise<Reply>,
): Promise<Reply> {
  const errors: PosthornError[] = []
  for (;;) {
    try {
      return await tryOnce(errors)
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error
      errors.push(error)
      const delayMs = retryDelayMs(error, { tries: errors.length, random: Math.random() })
      if (delayMs === undefined || errors.length > retries) throw error
      await sleep(delayMs, signal)
    }
  }
}
