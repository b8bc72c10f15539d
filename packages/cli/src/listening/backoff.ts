const DELAYS_MS = [0, 250, 1_000, 2_000, 5_000, 10_000] as const

/**
 * How long to wait before a reconnection. The longest delay is repeated for ever.
 * @param failures connections that have failed since one has worked, at least 1
 * @param random from 0 to 1: takes up to half of the delay off, so that many listeners do not come at once
 */
export function backoffMs(failures: number, random: number): number {
  const delayMs = DELAYS_MS[Math.min(failures, DELAYS_MS.length) - 1] ?? 0
  return Math.round(delayMs * (1 - random / 2))
}
