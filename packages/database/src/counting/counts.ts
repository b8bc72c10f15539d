import { IS_INTERNAL } from '../publishing/internal-events.ts'

// What happened is counted in the very statement that makes it happen: both or neither. Here are parts of such statements.

// Of several rows for the same thing one is taken by chance, so that those who count at once seldom wait for each other.
const EVENT_SHARD = 'floor(random() * 32)::smallint'
export const DELIVERY_SHARD = 'floor(random() * 8)::smallint'

/**
 * A statement that adds to the counts of the minute that runs, for use in a `WITH`. Whoever counts locks rows in their
 * order, so that two who wait for each other cannot be.
 * @param happened a query of `tenant_id`, `endpoint_id`, `kind`, `slot` and `count`; no two rows may be of one slot
 */
export function addToCounts(happened: string): string {
  return `
      INSERT INTO counts AS c (tenant_id, endpoint_id, seconds, at, kind, slot, count)
      SELECT tenant_id, endpoint_id, 60, date_bin('1 minute', now(), 'epoch'), kind, slot, count
      FROM (${happened}) AS happened ORDER BY tenant_id, endpoint_id, kind, slot
      ON CONFLICT (tenant_id, endpoint_id, seconds, folded, at, kind, slot) DO UPDATE SET count = c.count + excluded.count`
}

/**
 * Counts events, without those of Posthorn itself.
 * @param stored the name of a query that has a row for each, with its `tenant_id` and `type`
 */
export function countEvents(stored: string): string {
  return addToCounts(`
        SELECT tenant_id, '' AS endpoint_id, 'event' AS kind, ${EVENT_SHARD} AS slot, count(*) AS count
        FROM ${stored} WHERE NOT ${IS_INTERNAL} GROUP BY tenant_id`)
}

/**
 * Counts deliveries that were cancelled.
 * @param cancelled the name of a query that has a row for each, with its `tenant_id` and `endpoint_id`
 */
export function countCancelled(cancelled: string): string {
  return addToCounts(`
        SELECT tenant_id, endpoint_id, 'delivery.cancelled' AS kind, ${DELIVERY_SHARD} AS slot, count(*) AS count
        FROM ${cancelled} GROUP BY tenant_id, endpoint_id`)
}
