/** Why a pending delivery waits. Part of the API: never renamed, never reused. */
export const PENDING_REASONS = [
  'endpoint_disabled',
  /** No listener of its relay is connected, or it has not taken it yet. */
  'no_listener',
  /** The endpoint fails, so that only probes are sent. */
  'circuit_open',
  /** The endpoint has `maxInFlight` attempts in flight. */
  'in_flight_limit',
  /** The endpoint's `rateLimitPerSecond` is used up. */
  'rate_limited',
  /** Its first attempt is due later. */
  'scheduled',
  /** Its next attempt is due later. */
  'retrying',
] as const

/** One of {@link PENDING_REASONS}. */
export type PendingReason = (typeof PENDING_REASONS)[number]

/** A pending delivery that no attempt is in flight for, and its endpoint. */
export interface PendingContext {
  now: Date
  nextAttemptAt: Date | null
  attemptCount: number
  endpoint: {
    isEnabled: boolean
    /** Whether a listener fetches its deliveries. */
    isRelay: boolean
    isCircuitOpen: boolean
    /** When the rate limit allows the next attempt; null or in the past: now. */
    nextAllowedAt: Date | null
    inFlight: number
    maxInFlight: number
  }
}

/**
 * Why a pending delivery is not attempted now, in the order of what must change first.
 * @returns undefined when nothing prevents its attempt
 */
export function pendingReason(context: PendingContext): PendingReason | undefined {
  const { now, nextAttemptAt, attemptCount, endpoint } = context
  if (!endpoint.isEnabled) return 'endpoint_disabled'
  if (endpoint.isRelay) return endpoint.inFlight < endpoint.maxInFlight ? 'no_listener' : 'in_flight_limit'
  if (nextAttemptAt !== null && nextAttemptAt > now) return attemptCount > 0 ? 'retrying' : 'scheduled'
  if (endpoint.isCircuitOpen) return 'circuit_open'
  if (endpoint.inFlight >= endpoint.maxInFlight) return 'in_flight_limit'
  return endpoint.nextAllowedAt !== null && endpoint.nextAllowedAt > now ? 'rate_limited' : undefined
}
