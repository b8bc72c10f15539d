import { parseHttpDate } from './http-date.ts'

/** The longest pause a receiver can ask for with `Retry-After`: 24 h, in milliseconds (contract). */
export const RETRY_AFTER_MS_MAX = 24 * 60 * 60 * 1000

/**
 * How long a receiver asks us to wait, in milliseconds from `now`, 0 to {@link RETRY_AFTER_MS_MAX}; `undefined`
 * when the header is missing or is neither whole seconds nor an HTTP-date (RFC 9110 section 10.2.3). A date that
 * has passed gives 0, a longer pause is cut to 24 h.
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined
  // Any number of digits is valid; what is too big for a double becomes Infinity and is cut like the rest.
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, RETRY_AFTER_MS_MAX)
  const date = parseHttpDate(value, now)
  if (date === undefined) return undefined
  return Math.min(Math.max(date.getTime() - now.getTime(), 0), RETRY_AFTER_MS_MAX)
}
