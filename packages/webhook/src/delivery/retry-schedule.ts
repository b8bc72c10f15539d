import { RETRY_AFTER_MS_MAX } from './retry-after.ts'

/** Default `retrySchedule` of an endpoint: seconds to wait after the first, second, … failure of a delivery. */
export const DEFAULT_RETRY_SCHEDULE_SECONDS: readonly number[] = [
  1, 5, 30, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
]

/** Spreads the retries of deliveries that failed at the same time. */
const JITTER_MAX = 0.2

/**
 * How long to wait before the next attempt, in whole milliseconds; `undefined` when the schedule is used up.
 *
 * @param context.failureCount failures that used the schedule, including this one: 1 for the first.
 * @param context.scheduleSeconds one pause for each failure; up to 20 % jitter is added.
 * @param context.retryAfterMs lower bound from the receiver, at most 24 h. It never shortens the pause and never adds an
 * attempt.
 * @param context.random at least 0, below 1.
 * @throws {RangeError} for a failureCount that is not a whole number of at least 1. Returning `undefined` instead would
 * lose deliveries silently.
 */
export function retryDelayMs(context: {
  failureCount: number
  scheduleSeconds: readonly number[]
  retryAfterMs?: number | undefined
  random: number
}): number | undefined {
  const { failureCount, scheduleSeconds, retryAfterMs = 0, random } = context
  if (!Number.isSafeInteger(failureCount) || failureCount < 1) {
    throw new RangeError(`failureCount: expected a whole number of at least 1, got ${failureCount}`)
  }
  const pauseSeconds = scheduleSeconds[failureCount - 1]
  if (pauseSeconds === undefined) return undefined
  const scheduledMs = Math.floor(pauseSeconds * 1000 * (1 + random * JITTER_MAX))
  return Math.max(scheduledMs, Math.min(Math.ceil(retryAfterMs), RETRY_AFTER_MS_MAX))
}
