import { type DueDelivery, SWEPT_AFTER_SECONDS } from '../delivering/take-due-deliveries.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { run } from '../sql/sql.ts'
import type { AttemptRecord } from './attempt-record.ts'

/** SQL condition: whether a delivery waits for its endpoint, which `deliveries_waiting_idx` lists. */
const isWaiting = (alias: string) => `${alias}.status = 'pending' AND ${alias}.remind_at IS NULL`

/**
 * SQL: whether a delivery waits for this endpoint. Not with EXISTS: the planner could read all waiting deliveries into a hash table.
 * @param endpointId as SQL
 */
export function hasWaiting(endpointId: string): string {
  return `(SELECT true FROM deliveries w WHERE w.endpoint_id = ${endpointId} AND ${isWaiting('w')} LIMIT 1) IS NOT NULL`
}

/**
 * Gives the capacity that the attempts freed to the deliveries of their endpoints that have waited longest. Not while the
 * circuit is open or with a rate limit: then `wakeEndpoint` decides. Reads the attempts from `given`.
 *
 * Locks free waiting deliveries (SKIP LOCKED), so their order does not matter.
 * @param recorded array of the recorded deliveries, as SQL: the same statement changes them
 */
export function wokenDeliveries(recorded: string): string {
  return `freed AS (
      SELECT endpoint_id, count(*) AS capacity FROM given GROUP BY endpoint_id
    ), woken AS (
      UPDATE deliveries d SET remind_at = now() + make_interval(secs => ${SWEPT_AFTER_SECONDS})
      WHERE d.id = ANY (ARRAY(
        SELECT waiting.id
        FROM freed JOIN endpoints e ON e.id = freed.endpoint_id JOIN endpoint_gates g ON g.endpoint_id = e.id
          CROSS JOIN LATERAL (
            SELECT w.id FROM deliveries w
            WHERE w.endpoint_id = freed.endpoint_id AND ${isWaiting('w')} AND NOT w.id = ANY (${recorded})
            ORDER BY w.next_attempt_at LIMIT freed.capacity FOR NO KEY UPDATE OF w SKIP LOCKED
          ) AS waiting
        WHERE g.circuit_opened_at IS NULL AND e.enabled AND e.rate_limit_per_second IS NULL))
      RETURNING d.id, d.tenant_id, d.endpoint_id, d.attempt_count + 1 AS number
    )`
}

const FREED = rowsOf<AttemptRecord>()('freed', {
  delivery_id: { type: 'text', of: ({ deliveryId }) => deliveryId },
  endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId },
})

// Lock order: free waiting deliveries (SKIP LOCKED).
const WAKE = {
  name: 'wake-after-records',
  text: `
    WITH given AS (SELECT * FROM ${FREED.from}), ${wokenDeliveries(FREED.array.delivery_id)}
    SELECT tenant_id AS "tenantId", endpoint_id AS "endpointId", id AS "deliveryId", number AS "attemptNumber" FROM woken`,
}

/** Wakes deliveries that wait for the endpoints of these recorded attempts. */
export async function wakeAfter(
  database: Database,
  records: readonly AttemptRecord[],
): Promise<DueDelivery[]> {
  return run<DueDelivery>(poolOf(database), WAKE, FREED.values(records))
}
