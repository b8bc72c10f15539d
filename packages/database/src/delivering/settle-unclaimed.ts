import { type DeliveryId, type EndpointId, newId } from '@posthorn/contracts'
import { countCancelled } from '../counting/counts.ts'
import type { Query } from '../sql/sql.ts'
import { recordLost } from './lost-attempts.ts'

// Lock order: none of its own; the caller has locked the gates and the deliveries.
const MARK_WAITING = {
  name: 'mark-deliveries-waiting',
  text: `
    WITH given AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS g (id, endpoint_id, look_again_at)
    ), gate AS (
      UPDATE endpoint_gates SET wake_at = least(wake_at, earliest.look_again_at)
      FROM (SELECT endpoint_id, min(look_again_at) AS look_again_at FROM given GROUP BY endpoint_id) AS earliest
      WHERE endpoint_gates.endpoint_id = earliest.endpoint_id AND earliest.look_again_at IS NOT NULL
    )
    UPDATE deliveries d SET remind_at = NULL, manual_at = NULL FROM given WHERE d.id = given.id`,
}

/**
 * Marks deliveries as waiting for their endpoint. The caller has locked the deliveries and the gates.
 * @param waiting `lookAgainAt`: when `wakeEndpoint` checks the endpoint; null: when it is enabled
 */
export function markWaiting(
  waiting: readonly { id: DeliveryId; endpointId: EndpointId; lookAgainAt: Date | null }[],
): Query {
  return {
    statement: MARK_WAITING,
    values: [
      waiting.map(({ id }) => id),
      waiting.map(({ endpointId }) => endpointId),
      waiting.map(({ lookAgainAt }) => lookAgainAt),
    ],
  }
}

// Lock order: attempts, leases, rows of `counts`; the caller has locked the deliveries.
const CANCEL = {
  name: 'cancel-deliveries',
  text: `
    WITH lost AS (${recordLost('SELECT * FROM unnest($1::text[], $2::text[]) AS t (delivery_id, attempt_id)')}
    ), counted AS (${countCancelled("(SELECT * FROM deliveries WHERE id = ANY ($1) AND status = 'pending') AS d")}
    ), ended AS (
      DELETE FROM leases WHERE delivery_id = ANY ($1) RETURNING delivery_id, number
    )
    UPDATE deliveries d SET status = CASE WHEN status = 'pending' THEN 'cancelled' ELSE status END,
      finished_at = coalesce(finished_at, now()), next_attempt_at = NULL, remind_at = NULL, manual_at = NULL,
      attempt_count = coalesce((SELECT number FROM ended WHERE delivery_id = d.id), attempt_count)
    WHERE id = ANY ($1)`,
}

/** Cancels deliveries whose endpoint was deleted. The caller has locked their rows. */
export function cancelDeliveries(ids: readonly DeliveryId[]): Query {
  return { statement: CANCEL, values: [ids, ids.map(() => newId('attempt'))] }
}
