import type { DeliveryId, EndpointId } from '@posthorn/contracts'
import { type Admission, type AdmissionContext, decideAdmission, gateAfter } from '@posthorn/webhook'
import { type AdmissionRow, admissionContext, READ_FOR_ADMISSION } from './admission-row.ts'
import { type Admitted, admitDeliveries, type ChangedGate } from './admit-deliveries.ts'
import type { ClaimedDelivery } from './claimed-delivery.ts'
import type { Database } from './database.ts'
import { cancelClaimed, holdBack } from './hold-back.ts'
import { type Answers, type Asked, inTwoGoes } from './sql.ts'

/** How long beyond the endpoint's timeout a worker has for its own work, before another may take the delivery. */
export const LEASE_MARGIN_SECONDS = 15

// Whoever claims for an endpoint holds the row of its gate: what is counted after that is still true when it commits. In
// the order of their ids, so that two who claim for the same endpoints wait for each other.
const LOCK_GATES = {
  name: 'lock-gates',
  text: `
    SELECT FROM endpoint_gates
    WHERE endpoint_id IN (SELECT endpoint_id FROM deliveries WHERE id = ANY ($1))
    ORDER BY endpoint_id FOR NO KEY UPDATE`,
}

/**
 * What comes of a claim: the delivery; undefined when there is nothing to do now; `held` when the row is in other hands for
 * a moment, or gone.
 */
export type ClaimResult = ClaimedDelivery | 'held' | undefined

/**
 * Takes deliveries, each for as long as its attempt can last, of those that may be attempted now. One transaction, so that
 * all workers together keep to the endpoints' limits. What has to wait is put down as waiting.
 * @returns for each id, in their order; one that comes twice is taken once
 */
export async function claimDeliveries(
  { pool }: Database,
  ids: readonly DeliveryId[],
): Promise<ClaimResult[]> {
  return inTwoGoes(pool, {
    look: [
      { statement: LOCK_GATES, values: [ids] },
      { statement: READ_FOR_ADMISSION, values: [ids] },
    ],
    decide([, found = []]) {
      const rows = found as AdmissionRow[]
      const { changes, claimed } = settle(decideInTurn(rows, ids))
      const isFree = new Set(rows.map(({ id }) => id))
      return {
        changes,
        conclude(answers) {
          const claims = claimed(answers)
          return ids.map((id, index) => {
            if (ids.indexOf(id) !== index) return undefined
            return isFree.has(id) ? claims.get(id) : 'held'
          })
        },
      }
    },
  })
}

interface Decided {
  row: AdmissionRow
  admission: Admission
}

/** Decides about one after the other: each finds the gate of its endpoint as those before it have left it. */
function decideInTurn(rows: readonly AdmissionRow[], ids: readonly DeliveryId[]): Decided[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const gates = new Map<EndpointId, AdmissionContext['gate']>()
  return [...new Set(ids)].flatMap((id) => {
    const row = byId.get(id)
    if (row === undefined) return []
    const context = admissionContext(row)
    const gate = gates.get(row.endpointId) ?? context.gate
    const admission = decideAdmission({ ...context, gate })
    if (admission.kind === 'admit') {
      gates.set(row.endpointId, gateAfter(gate, admission, leaseEnd(row)))
    }
    return { row, admission }
  })
}

/** What the decisions change, and the deliveries that are claimed once that is answered. */
function settle(decided: readonly Decided[]): {
  changes: Asked[]
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
