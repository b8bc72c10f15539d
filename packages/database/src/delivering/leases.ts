/**
 * SQL condition: whether the delivery has a current lease. A subquery forces the lookup by delivery: while there are few
 * leases, all indexes look equally good to the planner.
 * @param id of the delivery, as SQL
 */
export function isLeased(id: string): string {
  return `coalesce((SELECT expires_at FROM leases WHERE delivery_id = ${id} LIMIT 1) > now(), false)`
}
