/** A due delivery, its endpoint and the endpoint's gate, as they are at one moment. Times are the database's. */
export interface AdmissionContext {
  now: Date
  delivery: {
    isPending: boolean
    nextAttemptAt: Date | null
    /** Until when a worker has it, if one has. */
    leaseUntil: Date | null
    /** An attempt is wanted by hand: one more, or a test. */
    isManual: boolean
  }
  endpoint: {
    isEnabled: boolean
    isDeleted: boolean
    maxInFlight: number
    rateLimitPerSecond: number | null
  }
  gate: {
    /** Attempts under way to this endpoint, of all workers. */
    inFlight: number
    /** When the rate limit lets the next attempt through; past or null: now. */
    nextSlotAt: Date | null
    /** Null while the circuit is closed. */
    circuitOpenedAt: Date | null
    /** While it is open: when one attempt may be made to see whether the endpoint is back. */
    probeAt: Date | null
  }
}

/**
 * Whether an attempt may be made now.
 *
 * - `admit`: yes. `isProbe`: it decides whether the circuit closes. `nextSlotAt` moves the rate limit on.
 * - `wait`: until the endpoint is looked at again, at `lookAgainAt`, or is enabled (null).
 * - `cancel`: its endpoint was deleted.
 * - `skip`: there is nothing to do: finished, not due yet, or in another worker's hands.
 */
export type Admission =
  | { kind: 'admit'; isProbe: boolean; nextSlotAt: Date | null }
  | { kind: 'wait'; lookAgainAt: Date | null }
  | { kind: 'cancel' }
  | { kind: 'skip' }

/** Queue and database disagree a little about the time: a job may come this much early. */
const EARLY_MS = 500
/** A slot of the rate limit may be used this much early: a job is not punctual to the millisecond. */
const SLOT_EARLY_MS = 50
/** Slots are handed out so far ahead to the deliveries that wait for them. */
const SLOT_HORIZON_MS = 1000
/**
 * Whoever finishes an attempt wakes the next delivery that waits. Should that fall between the two, the endpoint is
 * looked at again after this time.
 */
export const RECHECK_MS = 5000

/** Decides whether an attempt may be made now. What has to wait uses up no attempt and holds no place in a worker. */
export function decideAdmission({ now, delivery, endpoint, gate }: AdmissionContext): Admission {
  if (!isDue(delivery, now)) return { kind: 'skip' }
  if (endpoint.isDeleted) return { kind: 'cancel' }
  if (!endpoint.isEnabled) return { kind: 'wait', lookAgainAt: null }
  // By hand means now: someone is looking.
  if (delivery.isManual) return { kind: 'admit', isProbe: false, nextSlotAt: gate.nextSlotAt }

  const isOpen = gate.circuitOpenedAt !== null
  if (isOpen && gate.probeAt !== null && gate.probeAt > now)
    return { kind: 'wait', lookAgainAt: gate.probeAt }
  if (gate.inFlight >= endpoint.maxInFlight) return { kind: 'wait', lookAgainAt: after(now, RECHECK_MS) }
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
 * The rate limit as a row of slots at equal distance (the generic cell rate algorithm): what was not used is not saved
 * up, so an outage is not followed by a burst.
 */
function decideSlot({
  now,
  endpoint: { rateLimitPerSecond },
  gate: { nextSlotAt },
  isProbe,
}: AdmissionContext & { isProbe: boolean }): Admission {
  if (rateLimitPerSecond === null) return { kind: 'admit', isProbe, nextSlotAt: null }
  const slotAt = nextSlotAt !== null && nextSlotAt > now ? nextSlotAt : now
  if (slotAt > after(now, SLOT_EARLY_MS)) return { kind: 'wait', lookAgainAt: after(slotAt, -SLOT_EARLY_MS) }
  return { kind: 'admit', isProbe, nextSlotAt: after(slotAt, slotMs(rateLimitPerSecond)) }
}

/**
 * The gate after an attempt was admitted, for the next delivery that is judged at the same moment.
 * @param endsAt when the attempt is over at the latest
 */
export function gateAfter(
  gate: AdmissionContext['gate'],
  { isProbe, nextSlotAt }: Extract<Admission, { kind: 'admit' }>,
  endsAt: Date,
): AdmissionContext['gate'] {
  return { ...gate, inFlight: gate.inFlight + 1, nextSlotAt, probeAt: isProbe ? endsAt : gate.probeAt }
}

/**
 * The slots of the next second, as times from now.
 * @returns milliseconds, ascending, at most `count` of them
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

/** Whole milliseconds, which is what the clocks here count in: rounded up, so that the limit is never exceeded. */
function slotMs(rateLimitPerSecond: number): number {
  return Math.ceil(1000 / rateLimitPerSecond)
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms)
}
