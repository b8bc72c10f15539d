import { WORKER_LOST_DETAIL } from '@posthorn/webhook'

/** SQL: why the attempt of a lost worker was made, from its delivery `d` and its lease. */
const TRIGGER = (claimedAt: string) =>
  `CASE WHEN d.manual_at <= ${claimedAt} THEN 'manual' ELSE d.trigger END`

/** SQL of assignments to a delivery `d` whose last attempt was lost; its lease is still the expired one. */
export const LAST_WAS_LOST = `last_status_code = NULL, last_error_code = 'worker_lost',
        last_trigger = ${TRIGGER('(SELECT claimed_at FROM leases WHERE delivery_id = d.id LIMIT 1)')}`

/**
 * SQL for use in a `WITH`: records the attempts of expired leases as lost. Such a worker claimed the delivery and stored no
 * result, so the request may have reached the endpoint or not. A lost attempt uses up no step of the schedule.
 * Lock order: attempts; the caller has locked the deliveries.
 * @param taken rows with the alias `taken`, with `delivery_id` and `attempt_id`, the id for the lost attempt, as SQL
 */
export function recordLost(taken: string): string {
  return `
      INSERT INTO attempts (id, tenant_id, endpoint_id, delivery_id, number, trigger, started_at, duration_ms, request_headers, error_code,
        error_detail, result)
      SELECT taken.attempt_id, d.tenant_id, d.endpoint_id, d.id, lease.number,
        ${TRIGGER('lease.claimed_at')}, lease.claimed_at, 0, '{}',
        'worker_lost', '${WORKER_LOST_DETAIL}', 'failed'
      FROM ${taken} CROSS JOIN LATERAL (
        SELECT number, claimed_at FROM leases WHERE delivery_id = taken.delivery_id LIMIT 1
      ) AS lease JOIN deliveries d ON d.id = taken.delivery_id
      ON CONFLICT (delivery_id, number) DO NOTHING`
}
