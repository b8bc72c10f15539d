import { RETRY_AFTER_MS_MAX } from './retry-after.ts'

/** Seconds to wait after the first, second, … failure of a delivery, where its endpoint names no others (contract). */
export const DEFAULT_RETRY_SCHEDULE_SECONDS: readonly number[] = [
  1, 5, 30, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
]

/** Spreads the retries of deliveries that failed together, so that they do not come back together. */
const JITTER_MAX = 0.2

/**
 * How long to wait before the next attempt, in whole milliseconds; `undefined` when the schedule is used up.
 *
 * @param context.failureCount failures so far that used the schedule, this one included: 1 for the first.
 * @param context.scheduleSeconds one pause for each failure; up to 20 % is added to it.
 * @param context.retryAfterMs the receiver's wish: a lower bound, at most 24 h. It never shortens the pause and
 * never prolongs the schedule by another attempt.
 * @param context.random at least 0, below 1.
 * @throws {RangeError} for a failureCount that is not a whole number of at least 1: taken for "used up", such a
 * mistake would lose deliveries in silence.
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
