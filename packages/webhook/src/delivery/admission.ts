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
    maxInFlight: number
    rateLimitPerSecond: number | null
  }
  gate: {
    /** Attempts in flight to this endpoint, for all workers. */
    inFlight: number
    /** When the rate limit allows the next attempt; null or in the past: now. */
    nextSlotAt: Date | null
    /** Null while the circuit is closed. */
    circuitOpenedAt: Date | null
    /** While the circuit is open: when one attempt may probe the endpoint. */
    probeAt: Date | null
  }
}

/**
 * Whether an attempt may be made now.
 *
 * - `admit`: yes. `isProbe`: its result decides whether the circuit closes. `nextSlotAt`: new state of the rate limit.
 * - `wait`: until the endpoint is checked again at `recheckAt`, or is enabled (null).
 * - `cancel`: the endpoint was deleted, or what is to be sent has expired.
 * - `skip`: nothing to do: finished, not due yet, or leased by another worker.
 */
export type Admission =
  | { kind: 'admit'; isProbe: boolean; nextSlotAt: Date | null }
  | { kind: 'wait'; recheckAt: Date | null }
  | { kind: 'cancel'; reason: 'endpoint_deleted' | 'expired' }
  | { kind: 'skip' }

/** Clocks of queue and database differ: a job may arrive this much early. */
const EARLY_MS = 500
/** A slot of the rate limit may be used this much early: jobs are not punctual to the millisecond. */
const SLOT_EARLY_MS = 50
/** How far ahead slots are assigned to waiting deliveries. */
const SLOT_HORIZON_MS = 1000
/** A finished attempt wakes the next waiting delivery. If that wake-up is missed, the endpoint is checked after this time. */
export const RECHECK_MS = 5000

/** Decides whether an attempt may be made now. A waiting delivery uses up no attempt and no capacity of a worker. */
export function decideAdmission({ now, delivery, endpoint, gate }: AdmissionContext): Admission {
  if (!isDue(delivery, now)) return { kind: 'skip' }
  if (endpoint.isDeleted) return { kind: 'cancel', reason: 'endpoint_deleted' }
  if (!delivery.hasContent) return { kind: 'cancel', reason: 'expired' }
  if (!endpoint.isEnabled) return { kind: 'wait', recheckAt: null }
  // A manual attempt is made at once: a person waits for it.
  if (delivery.isManual) return { kind: 'admit', isProbe: false, nextSlotAt: gate.nextSlotAt }

  const isOpen = gate.circuitOpenedAt !== null
  if (isOpen && gate.probeAt !== null && gate.probeAt > now) return { kind: 'wait', recheckAt: gate.probeAt }
  if (gate.inFlight >= endpoint.maxInFlight) return { kind: 'wait', recheckAt: after(now, RECHECK_MS) }
  return decideSlot({ now, delivery, endpoint, gate, isProbe: isOpen })
}

function isDue(delivery: AdmissionContext['delivery'], now: Date): boolean {
  if (delivery.leaseUntil !== null && delivery.leaseUntil > now) return false
  if (delivery.isManual) return true
  return (
    delivery.isPending && delivery.nextAttemptAt !== null && delivery.nextAttemptAt <= after(now, EARLY_MS)
  )
}

/**
 * The rate limit: slots at equal intervals (generic cell rate algorithm). Unused slots expire, so no burst follows an
 * outage.
 */
function decideSlot({
  now,
  endpoint: { rateLimitPerSecond },
  gate: { nextSlotAt },
  isProbe,
}: AdmissionContext & { isProbe: boolean }): Admission {
  if (rateLimitPerSecond === null) return { kind: 'admit', isProbe, nextSlotAt: null }
  const slotAt = nextSlotAt !== null && nextSlotAt > now ? nextSlotAt : now
  if (slotAt > after(now, SLOT_EARLY_MS)) return { kind: 'wait', recheckAt: after(slotAt, -SLOT_EARLY_MS) }
  return { kind: 'admit', isProbe, nextSlotAt: after(slotAt, slotMs(rateLimitPerSecond)) }
}

/**
 * The gate after an attempt was admitted, for deciding the next delivery of the same batch.
 * @param endsAt latest end of the attempt
 */
export function gateAfter(
  gate: AdmissionContext['gate'],
  { isProbe, nextSlotAt }: Extract<Admission, { kind: 'admit' }>,
  endsAt: Date,
): AdmissionContext['gate'] {
  return { ...gate, inFlight: gate.inFlight + 1, nextSlotAt, probeAt: isProbe ? endsAt : gate.probeAt }
}

/**
 * The slots of the next second.
 * @returns up to `count` delays from now in milliseconds, ascending
 */
export function slotsAhead(
  nextSlotAt: Date | null,
  { rateLimitPerSecond, count, now }: { rateLimitPerSecond: number; count: number; now: Date },
): number[] {
  const firstMs = Math.max(0, (nextSlotAt?.getTime() ?? 0) - now.getTime())
  const slots = Array.from(
    { length: Math.min(count, rateLimitPerSecond) },
    (_, index) => firstMs + index * slotMs(rateLimitPerSecond),
  )
  return slots.filter((ms) => ms <= SLOT_HORIZON_MS)
}

/** Interval of the slots in whole milliseconds, rounded up so that the limit is never exceeded. */
function slotMs(rateLimitPerSecond: number): number {
  return Math.ceil(1000 / rateLimitPerSecond)
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms)
}
