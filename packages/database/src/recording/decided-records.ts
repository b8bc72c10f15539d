import { amongIds } from '../sql/among-ids.ts'
import { RECORDS } from './attempt-record.ts'

/**
 * Locks the recorded deliveries, ends their claims and decides on each record once. The other parts of the statement write
 * what `decided` says.
 *
 * - `given`: the records of deliveries that exist. A deleted delivery, with its tenant, has none.
 * - `lease`: the claims that these attempts ended. A claim with another number belongs to another worker and stays.
 * - `decided`: what each record does to its delivery.
 *   - `moves`: whether it changes. A success always counts, even if the claim was lost or the delivery was cancelled or has
 *     failed. Any other result needs the claim: a failed manual attempt, and a success of a succeeded delivery, move
 *     whatever the status, because they end the request; a step of the schedule moves only a pending delivery, so a
 *     cancelled one only loses its lease.
 *   - `ends`: whether the delivery succeeds or fails now, which a repeated success does not.
 *   - `due_at`: when the next attempt is due; null if there is none.
 *   - `is_requested_again`: a manual attempt was requested during this one.
 *
 * Everything reads from `locked`: PostgreSQL does not define the order of the parts of a statement, and a row that one part
 * has updated cannot be locked by another, so it would look deleted. After waiting for a lock, `locked` has the
 * columns as the other transaction left them.
 */
export const DECIDED = `locked AS MATERIALIZED (
      SELECT id, status, next_attempt_at, manual_at FROM deliveries
      WHERE ${amongIds('id', { array: RECORDS.array.delivery_id, bounds: RECORDS.next })} ORDER BY id FOR NO KEY UPDATE
    ), given AS MATERIALIZED (
      SELECT given.*, locked.status, locked.next_attempt_at, locked.manual_at
      FROM ${RECORDS.from} JOIN locked ON locked.id = given.delivery_id
    ), lease AS (
      DELETE FROM leases l USING given WHERE l.delivery_id = given.delivery_id AND l.number = given.number
      RETURNING l.delivery_id, l.claimed_at
    ), decided AS MATERIALIZED (
      SELECT given.delivery_id, given.tenant_id, given.endpoint_id, given.number, given.trigger, given.status_code,
        given.error_code, given.next, given.reason, given.failure_count, given.notify_tenant,
        CASE
          WHEN given.next = 'succeeded' THEN given.status <> 'succeeded' OR lease.delivery_id IS NOT NULL
          WHEN lease.delivery_id IS NULL THEN false
          WHEN given.next = 'unchanged' THEN true
          ELSE given.status = 'pending'
        END AS moves,
        given.next = 'failed' OR (given.next = 'succeeded' AND given.status <> 'succeeded') AS ends,
        CASE given.next
          WHEN 'unchanged' THEN given.next_attempt_at
          WHEN 'pending' THEN now() + make_interval(secs => given.delay_ms / 1000)
        END AS due_at,
        given.next <> 'succeeded' AND coalesce(given.manual_at > lease.claimed_at, false) AS is_requested_again
      FROM given LEFT JOIN lease ON lease.delivery_id = given.delivery_id
    )`
