import { parseHttpDate } from './http-date.ts'

/** Longest pause that a receiver can request with `Retry-After`: 24 h, in milliseconds. */
export const RETRY_AFTER_MS_MAX = 24 * 60 * 60 * 1000

/**
 * The pause that a receiver requests, in milliseconds from `now`, 0 to {@link RETRY_AFTER_MS_MAX}; `undefined` when the
 * header is missing or is neither whole seconds nor an HTTP-date (RFC 9110 section 10.2.3). A date in the past gives 0, a
 * longer pause is cut to 24 h.
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined
  // Any number of digits is valid; a number that exceeds a double becomes Infinity and is cut too.
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, RETRY_AFTER_MS_MAX)
  const date = parseHttpDate(value, now)
  if (date === undefined) return undefined
  return Math.min(Math.max(date.getTime() - now.getTime(), 0), RETRY_AFTER_MS_MAX)
}
