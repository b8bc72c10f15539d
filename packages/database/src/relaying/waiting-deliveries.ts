import { RELAY_WAITING_MAX } from '@posthorn/contracts'
import { isLeased } from '../delivering/leases.ts'

/**
 * SQL condition of the deliveries that wait for a listener, which `deliveries_waiting_idx` lists in their order.
 * @param endpointId as SQL
 */
export function waitsFor(endpointId: string): string {
  return `endpoint_id = ${endpointId} AND status = 'pending' AND remind_at IS NULL`
}

/** What waits for the listeners of a relay. */
export interface RelayBacklog {
  /** Counted up to `RELAY_WAITING_MAX`. */
  waiting: number
  /** Since when the oldest of them waits. */
  waitingSince: Date | null
}

/**
 * SQL of a query of the columns of {@link RelayBacklog}. Leased deliveries are in flight, and do not wait.
 * @param endpointId as SQL
 */
export function backlogOf(endpointId: string): string {
  return `
    SELECT count(*)::int AS waiting, min(next_attempt_at) AS "waitingSince" FROM (
      SELECT id, next_attempt_at FROM deliveries WHERE ${waitsFor(endpointId)}
      ORDER BY next_attempt_at LIMIT ${RELAY_WAITING_MAX}
    ) AS oldest WHERE NOT ${isLeased('oldest.id')}`
}
