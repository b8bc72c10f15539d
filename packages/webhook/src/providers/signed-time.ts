import { rejected, type Verdict } from './provider.ts'

/** Whether a header's text is a time in unix seconds. `parseInt` would also accept `1614265330abc`. */
export function isUnixSeconds(text: string): boolean {
  return /^\d{1,12}$/.test(text)
}

/**
 * Checks the signed time of a request: it may be up to `toleranceSeconds` before or after `now`, inclusive. Times ahead
 * are rejected too: otherwise a captured request could be replayed later.
 *
 * @param input.timestamp unix seconds as {@link isUnixSeconds} accepts them.
 */
export function checkSignedTime(input: { timestamp: string; toleranceSeconds: number; now: Date }): Verdict {
  const ageSeconds = Math.floor(input.now.getTime() / 1000) - Number(input.timestamp)
  if (ageSeconds < -input.toleranceSeconds) return rejected('timestamp_too_new')
  // Rejects if the tolerance or the clock is NaN.
  return ageSeconds <= input.toleranceSeconds ? { verified: true } : rejected('timestamp_too_old')
}
