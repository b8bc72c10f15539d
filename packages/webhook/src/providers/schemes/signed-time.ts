import { rejected, VERIFIED, type Verdict } from '../provider.ts'

/** How a provider writes the signed time. */
export type TimeUnit = 'seconds' | 'milliseconds' | 'iso'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/

/**
 * Reads a signed time strictly: `parseInt` would also accept `1614265330abc`.
 *
 * @returns whole unix seconds, rounded down; undefined when the text is not in this unit.
 */
export function unixSecondsOf(text: string, unit: TimeUnit): number | undefined {
  switch (unit) {
    case 'seconds':
      return /^\d{1,12}$/.test(text) ? Number(text) : undefined
    case 'milliseconds':
      return /^\d{1,15}$/.test(text) ? Math.floor(Number(text) / 1000) : undefined
    case 'iso': {
      const seconds = ISO.test(text) ? Math.floor(Date.parse(text) / 1000) : Number.NaN
      return Number.isFinite(seconds) ? seconds : undefined
    }
  }
}

/** Writes a signed time, without a fraction of a second. */
export function signedTimeText(now: Date, unit: TimeUnit): string {
  const seconds = Math.floor(now.getTime() / 1000)
  switch (unit) {
    case 'seconds':
      return String(seconds)
    case 'milliseconds':
      return String(seconds * 1000)
    case 'iso':
      return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
  }
}

/**
 * Checks the signed time of a request: it may be up to `toleranceSeconds` before or after `now`, inclusive. Times ahead
 * are rejected too: otherwise a captured request could be replayed later.
 *
 * @param input.signedAt whole unix seconds.
 */
export function checkSignedTime(input: { signedAt: number; toleranceSeconds: number; now: Date }): Verdict {
  const { signedAt, toleranceSeconds, now } = input
  const arrivedAt = Math.floor(now.getTime() / 1000)
  const ageSeconds = arrivedAt - signedAt
  if (ageSeconds >= -toleranceSeconds && ageSeconds <= toleranceSeconds) return VERIFIED
  return rejected(
    // Too old if the tolerance or the clock is NaN.
    ageSeconds < -toleranceSeconds ? 'timestamp_too_new' : 'timestamp_too_old',
    `It is ${signedAt} in unix seconds, the request arrived at ${arrivedAt}, and the source tolerates ${toleranceSeconds} s.`,
  )
}
