import type { DeliveryId, EndpointId, EventId } from '@posthorn/contracts'
import { type Admission, type AdmissionContext, decideAdmission, gateAfter } from '@posthorn/webhook'
import type { Database } from '../sql/database.ts'
import { type Answers, inPipelinedTransaction, type Query } from '../sql/sql.ts'
import { type AdmissionRow, admissionContext, READ_FOR_ADMISSION } from './admission-row.ts'
import { type Admitted, admitDeliveries, type ChangedGate } from './admit-deliveries.ts'
import type { ClaimedDelivery } from './claimed-delivery.ts'
import { cancelClaimed, holdBack } from './hold-back.ts'

/** How long beyond the endpoint's timeout a worker has for its own work, before another may take the delivery. */
export const LEASE_MARGIN_SECONDS = 15

// Whoever claims for an endpoint holds the row of its gate: what is counted after that is still true when it commits. In
// the order of their ids, so that two who claim for the same endpoints wait for each other.
const lockGates = (rest: '' | ' SKIP LOCKED') => `
    SELECT endpoint_id AS "endpointId" FROM endpoint_gates
    WHERE endpoint_id IN (SELECT endpoint_id FROM deliveries WHERE id = ANY ($1))
    ORDER BY endpoint_id FOR NO KEY UPDATE${rest}`
const LOCK_FREE_GATES = { name: 'lock-free-gates', text: lockGates(' SKIP LOCKED') }
const LOCK_GATES = { name: 'lock-gates', text: lockGates('') }

/**
 * What comes of a claim: the delivery; undefined when there is nothing to do now; `busy` when another transaction holds the gate
 * of its endpoint; `held` when the row is in other hands for a moment, or gone; `no_room` when the caller had no room for its body.
 */
export type ClaimResult = ClaimedDelivery | 'busy' | 'held' | 'no_room' | undefined

/** A delivery that may be attempted now, and what its event takes up in memory. Several can be of one event, which is read once. */
export interface SizedDelivery {
  deliveryId: DeliveryId
  eventId: EventId
  bodyBytes: number
}

export interface ClaimOptions {
  /**
   * Whether to wait for gates that others hold. Only for deliveries of one tenant: what one of its endpoints waits for would
   * delay those of others. Default: false
   */
  waits?: boolean
  /**
   * Asked of each delivery that may be attempted, in their order, before anything of its body is read: whether the caller has room
   * for it. One that it has none for stays as it is. Must not throw. Default: always
   */
  hasRoomFor?: (delivery: SizedDelivery) => boolean
}

/**
 * Takes deliveries, each for as long as its attempt can last, of those that may be attempted now. One transaction, so that
 * all workers together keep to the endpoints' limits. What has to wait is put down as waiting.
 * @returns for each id, in their order; one that comes twice is taken once
 */
export async function claimDeliveries(
  { pool }: Database,
  ids: readonly DeliveryId[],
  { waits = false, hasRoomFor = () => true }: ClaimOptions = {},
): Promise<ClaimResult[]> {
  return inPipelinedTransaction(pool, {
    look: [
      { statement: waits ? LOCK_GATES : LOCK_FREE_GATES, values: [ids] },
      { statement: READ_FOR_ADMISSION, values: [ids] },
    ],
    decide([locked = [], found = []]) {
      const gates = new Set((locked as { endpointId: EndpointId }[]).map(({ endpointId }) => endpointId))
      const rows = found as AdmissionRow[]
      // What was read beside a gate that another one holds may have changed since.
      const [ours, others] = [true, false].map((isOurs) =>
        rows.filter(({ endpointId }) => gates.has(endpointId) === isOurs),
      ) as [AdmissionRow[], AdmissionRow[]]
      const decided = decideInTurn(ours, ids, hasRoomFor)
      const { changes, claimed } = settle(decided)
      const isTooMuch = new Set(
        decided.flatMap(({ row, admission }) => (admission.kind === 'no_room' ? row.id : [])),
      )
      const isFree = new Set(ours.map(({ id }) => id))
      const isBusy = new Set(others.map(({ id }) => id))
      return {
        changes,
        conclude(answers) {
          const claims = claimed(answers)
          return ids.map((id, index) => {
            if (ids.indexOf(id) !== index) return undefined
            if (isTooMuch.has(id)) return 'no_room'
            if (isFree.has(id)) return claims.get(id)
            return isBusy.has(id) ? 'busy' : 'held'
          })
        },
      }
    },
  })
}

interface Decided {
  row: AdmissionRow
  admission: Admission | { kind: 'no_room' }
}

/** Decides about one after the other: each finds the gate of its endpoint as those before it have left it. */
function decideInTurn(
  rows: readonly AdmissionRow[],
  ids: readonly DeliveryId[],
  hasRoomFor: (delivery: SizedDelivery) => boolean,
): Decided[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const gates = new Map<EndpointId, AdmissionContext['gate']>()
  return [...new Set(ids)].flatMap((id) => {
    const row = byId.get(id)
    if (row === undefined) return []
    const context = admissionContext(row)
    const gate = gates.get(row.endpointId) ?? context.gate
    const admission = decideAdmission({ ...context, gate })
    if (admission.kind === 'admit') {
      const { eventId, bodyBytes } = row
      if (!hasRoomFor({ deliveryId: id, eventId, bodyBytes })) return { row, admission: { kind: 'no_room' } }
      gates.set(row.endpointId, gateAfter(gate, admission, leaseEnd(row)))
    }
    return { row, admission }
  })
}

/** What the decisions change, and the deliveries that are claimed once that is answered. */
function settle(decided: readonly Decided[]): {
  changes: Query[]
  claimed: (answers: Answers) => ReadonlyMap<DeliveryId, ClaimedDelivery>
} {
  const admitted: Admitted[] = []
  const gates = new Map<EndpointId, ChangedGate>()
  const waiting: { id: DeliveryId; endpointId: EndpointId; lookAgainAt: Date | null }[] = []
  const cancelled: DeliveryId[] = []
  for (const { row, admission } of decided) {
    switch (admission.kind) {
      case 'admit': {
        const { isProbe, nextSlotAt } = admission
        const leaseSeconds = row.timeoutSeconds + LEASE_MARGIN_SECONDS
        admitted.push({ row, isProbe, leaseSeconds })
        // The last delivery of an endpoint says what becomes of the gate.
        const probeSeconds = isProbe ? leaseSeconds : (gates.get(row.endpointId)?.probeSeconds ?? null)
        if (isProbe || gates.has(row.endpointId) || nextSlotAt?.getTime() !== row.nextSlotAt?.getTime())
          gates.set(row.endpointId, { endpointId: row.endpointId, nextSlotAt, probeSeconds })
        break
      }
      case 'wait':
        waiting.push({ id: row.id, endpointId: row.endpointId, lookAgainAt: admission.lookAgainAt })
        break
      case 'cancel':
        cancelled.push(row.id)
        break
      case 'skip':
      case 'no_room':
    }
  }
  const admission = admitDeliveries(admitted, [...gates.values()])
  const changes = admitted.length > 0 ? [...admission.asked] : []
  if (waiting.length > 0) changes.push(holdBack(waiting))
  if (cancelled.length > 0) changes.push(cancelClaimed(cancelled))
  return { changes, claimed: admission.claimed }
}

function leaseEnd({ now, timeoutSeconds }: AdmissionRow): Date {
  return new Date(now.getTime() + (timeoutSeconds + LEASE_MARGIN_SECONDS) * 1000)
}
