interface Queryable {
  query: (text: string, values?: unknown[]) => Promise<unknown>
}

/** Simulates that the workers of these deliveries, or of all in flight, died and their leases expired. */
export async function expireLeases(database: Queryable, deliveryId?: string): Promise<void> {
  await database.query(
    `WITH expired AS (
       UPDATE leases SET expires_at = now() WHERE delivery_id = $1 OR $1 IS NULL RETURNING delivery_id
     )
     UPDATE deliveries SET remind_at = now() WHERE id IN (SELECT delivery_id FROM expired)`,
    [deliveryId ?? null],
  )
}
