import type { DeliveryId, EndpointId, EventId, TenantId } from '@posthorn/contracts'
import {
  type Admission,
  type AdmissionContext,
  type Claimer,
  decideAdmission,
  gateAfter,
} from '@posthorn/webhook'
import { type Database, poolOf } from '../sql/database.ts'
import { inPipelinedTransaction, type Query, type RowSets } from '../sql/sql.ts'
import { type AdmissionRow, admissionContext, READ_FOR_ADMISSION } from './admission-row.ts'
import { type Admitted, admitDeliveries, type ChangedGate } from './admit-deliveries.ts'
import type { ClaimedDelivery } from './claimed-delivery.ts'
import {
  type CancelledDelivery,
  cancelDeliveries,
  leaveToListeners,
  markWaiting,
} from './settle-unclaimed.ts'

/** How long a lease lasts beyond the endpoint's timeout, for the worker's own work. */
export const LEASE_MARGIN_SECONDS = 15

// Lock order of the transaction: gates by endpoint id (free ones, or all with `waits`); free deliveries (SKIP LOCKED); leases,
// attempts and rows of `counts`. A transaction that holds a gate never waits for a delivery.
// The gate stays locked until the commit, so the number of attempts in flight, which is read behind the lock, stays correct.
const lockGates = (rest: '' | ' SKIP LOCKED') => `
    SELECT endpoint_id AS "endpointId" FROM endpoint_gates
    WHERE endpoint_id IN (SELECT endpoint_id FROM deliveries WHERE id = ANY ($1))
    ORDER BY endpoint_id FOR NO KEY UPDATE${rest}`
const LOCK_FREE_GATES = { name: 'lock-free-gates', text: lockGates(' SKIP LOCKED') }
const LOCK_GATES = { name: 'lock-gates', text: lockGates('') }

/** Result of a claim for one delivery. */
export type ClaimResult =
  | { kind: 'claimed'; delivery: ClaimedDelivery }
  /** It is not to be attempted now: it waits, is settled or has a lease; or its id is a duplicate in the list. */
  | { kind: 'skipped' }
  /** It now waits for a listener of its relay. */
  | { kind: 'left'; tenantId: TenantId; deliveryId: DeliveryId }
  /** Another transaction has locked the gate of its endpoint. */
  | { kind: 'gate_locked' }
  /** Its row is locked by another transaction, or deleted. */
  | { kind: 'row_locked' }
  /** The caller has no room for its body. */
  | { kind: 'no_room' }

/** A delivery that may be attempted now, with the size of its event. An event of several deliveries is read once. */
export interface SizedDelivery {
  deliveryId: DeliveryId
  eventId: EventId
  bodyBytes: number
}

export interface ClaimOptions {
  /** Default: `worker` */
  claimer?: Claimer
  /**
   * Whether to wait for locked gates. Only for deliveries of one tenant: one slow endpoint would delay other tenants.
   * Default: false
   */
  waits?: boolean
  /**
   * Whether the caller has capacity for a body. Called for each delivery that may be attempted, in order, before its body is
   * read. A delivery without capacity stays unchanged. Must not throw. Default: always true
   */
  hasRoomFor?: (delivery: SizedDelivery) => boolean
}

/**
 * Claims the deliveries that may be attempted now, each for as long as its attempt can last. One transaction, so that all
 * workers together observe the endpoints' limits. Deliveries that must wait are marked as waiting.
 * @returns one result for each id, in their order; a duplicate id is claimed once
 */
export async function claimDeliveries(
  database: Database,
  ids: readonly DeliveryId[],
  { claimer = 'worker', waits = false, hasRoomFor = () => true }: ClaimOptions = {},
): Promise<ClaimResult[]> {
  const values = [ids]
  return inPipelinedTransaction(poolOf(database), {
    reads: [
      { statement: waits ? LOCK_GATES : LOCK_FREE_GATES, values },
      { statement: READ_FOR_ADMISSION, values },
    ],
    decide([gateRows = [], deliveryRows = []]) {
      const gates = new Set((gateRows as { endpointId: EndpointId }[]).map(({ endpointId }) => endpointId))
      const rows = deliveryRows as AdmissionRow[]
      // Without the lock of its gate, a row may be stale already.
      const [locked, unlocked] = [true, false].map((isLocked) =>
        rows.filter(({ endpointId }) => gates.has(endpointId) === isLocked),
      ) as [AdmissionRow[], AdmissionRow[]]
      const decided = decideInOrder(locked, ids, { claimer, hasRoomFor })
      const { writes, claimed } = writesOf(decided)
      const withoutRoom = new Set(
        decided.flatMap(({ row, admission }) => (admission.kind === 'no_room' ? row.id : [])),
      )
      const left = new Map(
        decided.flatMap(({ row, admission }) =>
          admission.kind === 'leave' ? [[row.id, row.tenantId] as const] : [],
        ),
      )
      const decidedIds = new Set(locked.map(({ id }) => id))
      const gateLockedIds = new Set(unlocked.map(({ id }) => id))
      return {
        writes,
        toResult(rowSets) {
          const claims = claimed(rowSets)
          return ids.map((id, index): ClaimResult => {
            if (ids.indexOf(id) !== index) return { kind: 'skipped' }
            if (withoutRoom.has(id)) return { kind: 'no_room' }
            const leftTenant = left.get(id)
            if (leftTenant !== undefined) return { kind: 'left', tenantId: leftTenant, deliveryId: id }
            if (decidedIds.has(id)) return claimedOrSkipped(claims.get(id))
            return { kind: gateLockedIds.has(id) ? 'gate_locked' : 'row_locked' }
          })
        },
      }
    },
  })
}

function claimedOrSkipped(delivery: ClaimedDelivery | undefined): ClaimResult {
  return delivery === undefined ? { kind: 'skipped' } : { kind: 'claimed', delivery }
}

interface Decided {
  row: AdmissionRow
  admission: Admission | { kind: 'no_room' }
}

/** Decides on one delivery after the other; each decision sees the gate as the previous ones changed it. */
function decideInOrder(
  rows: readonly AdmissionRow[],
  ids: readonly DeliveryId[],
  { claimer, hasRoomFor }: Required<Pick<ClaimOptions, 'claimer' | 'hasRoomFor'>>,
): Decided[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const gates = new Map<EndpointId, AdmissionContext['gate']>()
  return [...new Set(ids)].flatMap((id) => {
    const row = byId.get(id)
    if (row === undefined) return []
    const context = admissionContext(row)
    const gate = gates.get(row.endpointId) ?? context.gate
    const admission = decideAdmission({ ...context, gate }, claimer)
    if (admission.kind === 'admit') {
      const { eventId, bodyBytes } = row
      if (!hasRoomFor({ deliveryId: id, eventId, bodyBytes: bodyBytes ?? 0 }))
        return { row, admission: { kind: 'no_room' } }
      gates.set(row.endpointId, gateAfter(gate, admission, leaseEnd(row)))
    }
    return { row, admission }
  })
}

/** The writes for the decisions, and the claimed deliveries from their rows. */
function writesOf(decided: readonly Decided[]): {
  writes: Query[]
  claimed: (rowSets: RowSets) => ReadonlyMap<DeliveryId, ClaimedDelivery>
} {
  const admitted: Admitted[] = []
  const gates = new Map<EndpointId, ChangedGate>()
  const waiting: { id: DeliveryId; endpointId: EndpointId; recheckAt: Date | null }[] = []
  const cancelled: CancelledDelivery[] = []
  const left: DeliveryId[] = []
  for (const { row, admission } of decided) {
    switch (admission.kind) {
      case 'admit': {
        const { isProbe, nextAllowedAt } = admission
        const leaseSeconds = row.timeoutSeconds + LEASE_MARGIN_SECONDS
        admitted.push({ row, isProbe, leaseSeconds })
        // The last delivery of an endpoint determines the gate's new state.
        const probeSeconds = isProbe ? leaseSeconds : (gates.get(row.endpointId)?.probeSeconds ?? null)
        if (isProbe || gates.has(row.endpointId) || nextAllowedAt?.getTime() !== row.nextAllowedAt?.getTime())
          gates.set(row.endpointId, { endpointId: row.endpointId, nextAllowedAt, probeSeconds })
        break
      }
      case 'wait':
        waiting.push({ id: row.id, endpointId: row.endpointId, recheckAt: admission.recheckAt })
        break
      case 'cancel':
        cancelled.push({ id: row.id, reason: admission.reason })
        break
      case 'leave':
        left.push(row.id)
        break
      case 'skip':
      case 'no_room':
    }
  }
  const admission = admitDeliveries(admitted, [...gates.values()])
  const writes = admitted.length > 0 ? [...admission.queries] : []
  if (waiting.length > 0) writes.push(markWaiting(waiting))
  if (left.length > 0) writes.push(leaveToListeners(left))
  if (cancelled.length > 0) writes.push(cancelDeliveries(cancelled))
  return { writes, claimed: admission.claimed }
}

function leaseEnd({ now, timeoutSeconds }: AdmissionRow): Date {
  return new Date(now.getTime() + (timeoutSeconds + LEASE_MARGIN_SECONDS) * 1000)
}
