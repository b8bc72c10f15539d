const RESERVE_MAX = 1000
/** So many rounds of `maxInFlight` keep an endpoint busy until it is looked at again. */
const ROUNDS = 20
const RATE_LIMIT_SECONDS = 2

/**
 * How many deliveries of an endpoint may wait before a recovery adds more of its own: enough to keep the endpoint busy,
 * and so few that a new event does not wait behind them for long. However many are to be recovered, the rest stays as
 * it is until these are sent.
 */
export function recoveryReserve({
  maxInFlight,
  rateLimitPerSecond,
}: {
  maxInFlight: number
  rateLimitPerSecond: number | null
}): number {
  const byRate = rateLimitPerSecond === null ? RESERVE_MAX : rateLimitPerSecond * RATE_LIMIT_SECONDS
  return Math.min(RESERVE_MAX, maxInFlight * ROUNDS, byRate)
}
