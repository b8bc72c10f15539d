/** Snapshot of a due delivery, its endpoint and the endpoint's gate. Times are from the database's clock. */
export interface AdmissionContext {
  now: Date
  delivery: {
    isPending: boolean
    nextAttemptAt: Date | null
    /** End of a worker's lease; null without one. */
    leaseUntil: Date | null
    /** Whether its event still has content to send. */
    hasContent: boolean
    /** A manual retry or a test. */
    isManual: boolean
  }
  endpoint: {
    isEnabled: boolean
    isDeleted: boolean
    /** Whether a listener fetches its deliveries. */
    isRelay: boolean
    maxInFlight: number
    rateLimitPerSecond: number | null
  }
  gate: {
    /** Attempts in flight to this endpoint, for all workers. */
    inFlight: number
    /** When the rate limit allows the next attempt; null or in the past: now. */
    nextAllowedAt: Date | null
    /** Null while the circuit is closed. */
    circuitOpenedAt: Date | null
    /** While the circuit is open: when one attempt may probe the endpoint. */
    probeAt: Date | null
  }
}

/**
 * Whether an attempt may be made now.
 *
 * - `admit`: yes. `isProbe`: its result decides whether the circuit closes. `nextAllowedAt`: new state of the rate limit.
 * - `wait`: until the endpoint is checked again at `recheckAt`, or is enabled (null).
 * - `cancel`: the endpoint was deleted, or what is to be sent has expired.
 * - `leave`: to the listeners of a relay.
 * - `skip`: nothing to do: finished, not due yet, leased by another worker, or a relay has too many in flight.
 */
export type Admission =
  | { kind: 'admit'; isProbe: boolean; nextAllowedAt: Date | null }
  | { kind: 'wait'; recheckAt: Date | null }
  | { kind: 'cancel'; reason: 'endpoint_deleted' | 'expired' }
  | { kind: 'leave' }
  | { kind: 'skip' }

/** Who claims deliveries: a worker, or a listener those of its relay. */
export type Claimer = 'worker' | 'listener'

/** Clocks of queue and database differ: a job may arrive this much early. */
const EARLY_MS = 500
/** The rate limit admits an attempt this much early: jobs are not punctual to the millisecond. */
const LIMIT_EARLY_MS = 50
/** How far ahead the rate limit assigns times to waiting deliveries. */
const LIMIT_HORIZON_MS = 1000
/** A finished attempt wakes the next waiting delivery. If that wake-up is missed, the endpoint is checked after this time. */
export const RECHECK_MS = 5000

/** Decides whether an attempt may be made now. A waiting delivery uses up no attempt and no capacity of a worker. */
export function decideAdmission(
  { now, delivery, endpoint, gate }: AdmissionContext,
  claimer: Claimer = 'worker',
): Admission {
  if (!isDue(delivery, now)) return { kind: 'skip' }
  if (endpoint.isDeleted) return { kind: 'cancel', reason: 'endpoint_deleted' }
  if (!delivery.hasContent) return { kind: 'cancel', reason: 'expired' }
  if (!endpoint.isEnabled) return { kind: 'wait', recheckAt: null }
  if (endpoint.isRelay) return claimer === 'listener' ? decideForListener(endpoint, gate) : { kind: 'leave' }
  // A manual attempt is made at once: a person waits for it.
  if (delivery.isManual) return { kind: 'admit', isProbe: false, nextAllowedAt: gate.nextAllowedAt }

  const isOpen = gate.circuitOpenedAt !== null
  if (isOpen && gate.probeAt !== null && gate.probeAt > now) return { kind: 'wait', recheckAt: gate.probeAt }
  if (gate.inFlight >= endpoint.maxInFlight) return { kind: 'wait', recheckAt: after(now, RECHECK_MS) }
  return decideByRateLimit({ now, delivery, endpoint, gate, isProbe: isOpen })
}

/** A listener has a limit of its own, and nothing else: what it fetches is for a person who watches. */
function decideForListener(
  { maxInFlight }: AdmissionContext['endpoint'],
  { inFlight, nextAllowedAt }: AdmissionContext['gate'],
): Admission {
  return inFlight < maxInFlight ? { kind: 'admit', isProbe: false, nextAllowedAt } : { kind: 'skip' }
}

function isDue(delivery: AdmissionContext['delivery'], now: Date): boolean {
  if (delivery.leaseUntil !== null && delivery.leaseUntil > now) return false
  if (delivery.isManual) return true
  return (
    delivery.isPending && delivery.nextAttemptAt !== null && delivery.nextAttemptAt <= after(now, EARLY_MS)
  )
}

/**
 * The rate limit: attempts at equal intervals (generic cell rate algorithm). Unused intervals are not saved up, so no burst
 * follows an outage.
 */
function decideByRateLimit({
  now,
  endpoint: { rateLimitPerSecond },
  gate: { nextAllowedAt },
  isProbe,
}: AdmissionContext & { isProbe: boolean }): Admission {
  if (rateLimitPerSecond === null) return { kind: 'admit', isProbe, nextAllowedAt: null }
  const allowedAt = nextAllowedAt !== null && nextAllowedAt > now ? nextAllowedAt : now
  if (allowedAt > after(now, LIMIT_EARLY_MS))
    return { kind: 'wait', recheckAt: after(allowedAt, -LIMIT_EARLY_MS) }
  return { kind: 'admit', isProbe, nextAllowedAt: after(allowedAt, emissionIntervalMs(rateLimitPerSecond)) }
}

/**
 * The gate after an attempt was admitted, for deciding the next delivery of the same batch.
 * @param endsAt latest end of the attempt
 */
export function gateAfter(
  gate: AdmissionContext['gate'],
  { isProbe, nextAllowedAt }: Extract<Admission, { kind: 'admit' }>,
  endsAt: Date,
): AdmissionContext['gate'] {
  return { ...gate, inFlight: gate.inFlight + 1, nextAllowedAt, probeAt: isProbe ? endsAt : gate.probeAt }
}

/**
 * When the rate limit allows the attempts of the next second.
 * @returns up to `count` delays from now in milliseconds, ascending
 */
export function allowedDelaysMs(
  nextAllowedAt: Date | null,
  { rateLimitPerSecond, count, now }: { rateLimitPerSecond: number; count: number; now: Date },
): number[] {
  const firstMs = Math.max(0, (nextAllowedAt?.getTime() ?? 0) - now.getTime())
  const delaysMs = Array.from(
    { length: Math.min(count, rateLimitPerSecond) },
    (_, index) => firstMs + index * emissionIntervalMs(rateLimitPerSecond),
  )
  return delaysMs.filter((ms) => ms <= LIMIT_HORIZON_MS)
}

/** Interval of attempts in whole milliseconds, rounded up so that the limit is never exceeded. */
function emissionIntervalMs(rateLimitPerSecond: number): number {
  return Math.ceil(1000 / rateLimitPerSecond)
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms)
}
