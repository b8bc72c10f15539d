import { rejected, type Verdict } from './provider.ts'

/** Whether a header's text is a time in unix seconds. `parseInt` would also take `1614265330abc`. */
export function isUnixSeconds(text: string): boolean {
  return /^\d{1,12}$/.test(text)
}

/**
 * Judges the time that a request says it was signed at, before its signature is verified: it may lie up to `toleranceSeconds` before or
 * after `now`, both ends included. Times ahead are refused too, or a captured request could be kept for later.
 *
 * @param input.timestamp unix seconds as {@link isUnixSeconds} admits them.
 */
export function judgeSignedTime(input: { timestamp: string; toleranceSeconds: number; now: Date }): Verdict {
  const ageSeconds = Math.floor(input.now.getTime() / 1000) - Number(input.timestamp)
  if (ageSeconds < -input.toleranceSeconds) return rejected('timestamp_too_new')
  // Written so that a tolerance or clock that is not a number refuses instead of accepting.
  return ageSeconds <= input.toleranceSeconds ? { verified: true } : rejected('timestamp_too_old')
}
