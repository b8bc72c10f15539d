import { formatDuration } from '../../preferences/format-time.ts'

/** How far the signed time is from the arrival, in words. */
export function clockDifferenceText(seconds: number): string {
  if (seconds === 0) return 'Signed in the second of the arrival'
  const duration = formatDuration(Math.abs(seconds) * 1_000)
  return seconds > 0 ? `Signed ${duration} before the arrival` : `Signed ${duration} after the arrival`
}
