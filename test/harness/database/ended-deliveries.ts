import { expect } from 'vitest'
import type { RunningPosthorn, Tenant } from '../posthorn.ts'
import { waitUntil } from '../wait-until.ts'

/**
 * Publishes `order.paid` events whose deliveries to this endpoint have ended, as if each had been tried once. An
 * open circuit prevents real attempts.
 */
export async function endDeliveries(
  { api, database }: RunningPosthorn,
  { path }: Tenant,
  {
    endpointId,
    count,
    status = 'failed',
  }: { endpointId: string; count: number; status?: string | undefined },
): Promise<void> {
  const gate = (to: string) =>
    database.query(`UPDATE endpoint_gates SET ${to} WHERE endpoint_id = $1`, [endpointId])
  await gate("circuit_opened_at = now(), probe_at = now() + interval '1 hour'")
  const events = Array.from({ length: count }, (_, n) => ({ type: 'order.paid', data: { n } }))
  expect((await api.post(`${path}/events/batch`, { events })).status).toBe(202)
  await waitUntil('them to wait', async () => {
    const [row] = await database.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM deliveries
       WHERE endpoint_id = $1 AND status = 'pending' AND remind_at IS NULL`,
      [endpointId],
    )
    return row?.waiting === count
  })
  await database.query(
    `UPDATE deliveries SET status = $2::delivery_status, attempt_count = 1, failure_count = 1,
       next_attempt_at = NULL, finished_at = now() WHERE endpoint_id = $1 AND status = 'pending'`,
    [endpointId, status],
  )
  await gate('circuit_opened_at = NULL, probe_at = NULL')
}

/** How many of a tenant's deliveries have each status. */
export async function countStatuses(
  { database }: RunningPosthorn,
  { id }: Tenant,
): Promise<Record<string, number>> {
  const rows = await database.query<{ status: string; count: number }>(
    'SELECT status, count(*)::int FROM deliveries WHERE tenant_id = $1 GROUP BY status',
    [id],
  )
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
}
