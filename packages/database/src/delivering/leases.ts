/**
 * A condition: whether a worker has the delivery. Its lease is looked up by the delivery, whatever else there are indexes
 * for: while there are few leases, they all seem to do equally well.
 * @param id of the delivery, as SQL
 */
export function isLeased(id: string): string {
  return `coalesce((SELECT expires_at FROM leases WHERE delivery_id = ${id} LIMIT 1) > now(), false)`
}
