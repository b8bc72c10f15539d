/**
 * A part of a statement, for use in a `WITH`. A lease that ran out means that a worker took the delivery and never said
 * what became of it. Its attempt is put on record as lost: it may have reached the endpoint or not. It uses up no step of
 * the schedule. The caller holds the deliveries.
 * @param taken a query of `delivery_id` and of the id that its lost attempt is to have, `attempt_id`
 */
export function recordLost(taken: string): string {
  return `
      INSERT INTO attempts (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, error_code, result)
      SELECT taken.attempt_id, d.id, lease.number,
        CASE WHEN d.manual_at <= lease.claimed_at THEN 'manual' ELSE d.trigger END, lease.claimed_at, 0, '{}',
        'worker_lost', 'failed'
      FROM (${taken}) AS taken CROSS JOIN LATERAL (
        SELECT number, claimed_at FROM leases WHERE delivery_id = taken.delivery_id LIMIT 1
      ) AS lease JOIN deliveries d ON d.id = taken.delivery_id
      ON CONFLICT (delivery_id, number) DO NOTHING`
}
