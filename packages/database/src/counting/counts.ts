import { IS_INTERNAL } from '../publishing/internal-events.ts'

// Parts of statements that count what the same statement stores: both happen or neither.

// A random one of several rows for the same count, so that concurrent counters seldom wait for each other.
const RANDOM_EVENT_SLOT = 'floor(random() * 32)::smallint'
export const RANDOM_DELIVERY_SLOT = 'floor(random() * 8)::smallint'

/**
 * SQL for use in a `WITH`: adds to the counts of the current minute.
 * Lock order: rows of `counts` in the order of their key, after the counted deliveries or events.
 * @param added a query of `tenant_id`, `endpoint_id`, `kind`, `slot` and `count`, with one row for each slot:
 *   the latency bin of attempts, otherwise one of several rows for the same count
 */
export function addToCounts(added: string): string {
  return `
      INSERT INTO counts AS c (tenant_id, endpoint_id, seconds, at, kind, slot, count)
      SELECT tenant_id, endpoint_id, 60, date_bin('1 minute', now(), 'epoch'), kind, slot, count
      FROM (${added}) AS added ORDER BY tenant_id, endpoint_id, kind, slot
      ON CONFLICT (tenant_id, endpoint_id, seconds, folded, at, kind, slot) DO UPDATE SET count = c.count + excluded.count`
}

/**
 * Counts events, except internal ones.
 * @param stored name of a query with `tenant_id` and `type` of each event
 */
export function countEvents(stored: string): string {
  return addToCounts(`
        SELECT tenant_id, '' AS endpoint_id, 'event' AS kind, ${RANDOM_EVENT_SLOT} AS slot, count(*) AS count
        FROM ${stored} WHERE NOT ${IS_INTERNAL} GROUP BY tenant_id`)
}

/**
 * Counts cancelled deliveries.
 * @param cancelled name of a query with `tenant_id` and `endpoint_id` of each delivery
 */
export function countCancelled(cancelled: string): string {
  return addToCounts(`
        SELECT tenant_id, endpoint_id, 'delivery.cancelled' AS kind, ${RANDOM_DELIVERY_SLOT} AS slot, count(*) AS count
        FROM ${cancelled} GROUP BY tenant_id, endpoint_id`)
}
