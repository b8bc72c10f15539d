const RESERVE_MAX = 1000
/** This many rounds of `maxInFlight` keep an endpoint busy until the next check. */
const ROUNDS = 20
const RATE_LIMIT_SECONDS = 2

/**
 * Maximum number of waiting deliveries of an endpoint to which a recovery still adds its own: enough to keep the endpoint
 * busy, few enough that a new event does not wait long. The recovery leaves its other deliveries unchanged until then.
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
