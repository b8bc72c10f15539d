import { type DeliveryId, type EndpointId, newId } from '@posthorn/contracts'
import { countCancelled } from '../counting/counts.ts'
import { rowsOf } from '../sql/rows-of.ts'
import type { Query } from '../sql/sql.ts'
import { recordLost } from './lost-attempts.ts'

/** `recheckAt`: when `wakeEndpoint` checks the endpoint; null: when it is enabled. */
interface WaitingDelivery {
  id: DeliveryId
  endpointId: EndpointId
  recheckAt: Date | null
}

const WAITING = rowsOf<WaitingDelivery>()('g', {
  id: { type: 'text', of: ({ id }) => id },
  endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId },
  recheck_at: { type: 'timestamptz', of: ({ recheckAt }) => recheckAt },
})

// Lock order: none of its own; the caller has locked the gates and the deliveries.
const MARK_WAITING = {
  name: 'mark-deliveries-waiting',
  text: `
    WITH given AS (
      SELECT * FROM ${WAITING.from}
    ), gate AS (
      UPDATE endpoint_gates SET wake_at = least(wake_at, earliest.recheck_at)
      FROM (SELECT endpoint_id, min(recheck_at) AS recheck_at FROM given GROUP BY endpoint_id) AS earliest
      WHERE endpoint_gates.endpoint_id = earliest.endpoint_id AND earliest.recheck_at IS NOT NULL
    )
    UPDATE deliveries d SET remind_at = NULL, manual_at = NULL FROM given WHERE d.id = given.id`,
}

/** Marks deliveries as waiting for their endpoint. The caller has locked the deliveries and the gates. */
export function markWaiting(waiting: readonly WaitingDelivery[]): Query {
  return { statement: MARK_WAITING, values: WAITING.values(waiting) }
}

// Lock order: none of its own; the caller has locked the deliveries. A requested attempt stays requested.
const LEAVE = {
  name: 'leave-to-listeners',
  text: 'UPDATE deliveries SET remind_at = NULL WHERE id = ANY ($1)',
}

/** Leaves deliveries of relays to their listeners. The caller has locked the deliveries. */
export function leaveToListeners(ids: readonly DeliveryId[]): Query {
  return { statement: LEAVE, values: [ids] }
}

/** `reason`: why it is cancelled. */
export interface CancelledDelivery {
  id: DeliveryId
  reason: 'endpoint_deleted' | 'expired'
}

const CANCELLED = rowsOf<CancelledDelivery>()('taken', {
  delivery_id: { type: 'text', of: ({ id }) => id },
  attempt_id: { type: 'text', of: () => newId('attempt') },
  reason: { type: 'text', of: ({ reason }) => reason },
})
const IDS = CANCELLED.array.delivery_id

// Lock order: attempts, leases, rows of `counts`; the caller has locked the deliveries.
const CANCEL = {
  name: 'cancel-deliveries',
  text: `
    WITH lost AS (${recordLost(CANCELLED.from)}
    ), counted AS (${countCancelled(`(SELECT * FROM deliveries WHERE id = ANY (${IDS}) AND status = 'pending') AS d`)}
    ), ended AS (
      DELETE FROM leases WHERE delivery_id = ANY (${IDS}) RETURNING delivery_id, number
    )
    UPDATE deliveries d SET status = CASE WHEN status = 'pending' THEN 'cancelled' ELSE status END,
      reason = CASE WHEN status = 'pending' THEN taken.reason ELSE d.reason END,
      finished_at = coalesce(finished_at, now()), next_attempt_at = NULL, remind_at = NULL, manual_at = NULL,
      attempt_count = coalesce(ended.number, attempt_count),
      last_status_code = CASE WHEN ended.number IS NULL THEN last_status_code END,
      last_error_code = CASE WHEN ended.number IS NULL THEN last_error_code ELSE 'worker_lost' END
    FROM ${CANCELLED.from} LEFT JOIN ended ON ended.delivery_id = taken.delivery_id
    WHERE d.id = taken.delivery_id`,
}

/** Cancels deliveries that are not to be sent any more. The caller has locked their rows. */
export function cancelDeliveries(deliveries: readonly CancelledDelivery[]): Query {
  return { statement: CANCEL, values: CANCELLED.values(deliveries) }
}
