/**
 * A part of a statement, for use in a `WITH`. A lease that ran out means that a worker took the delivery and never said
 * what became of it. Its attempt is put on record as lost: it may have reached the endpoint or not. It uses up no step of
 * the schedule.
 * @param taken a query of `delivery_id` and of the id that its lost attempt is to have, `attempt_id`
 */
export function recordLost(taken: string): string {
  return `
      INSERT INTO attempts (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, error_code, result)
      SELECT taken.attempt_id, d.id, d.attempt_count,
        CASE WHEN d.manual_at <= d.claimed_at THEN 'manual' ELSE d.trigger END, d.claimed_at, 0, '{}', 'worker_lost', 'failed'
      FROM (${taken}) AS taken JOIN deliveries d ON d.id = taken.delivery_id
      WHERE d.lease_until IS NOT NULL
      ON CONFLICT (delivery_id, number) DO NOTHING`
}
