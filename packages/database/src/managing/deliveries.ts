import type { Delivery, DeliveryId, EventId, Page, PageQuery, TenantId } from '@posthorn/contracts'
import { countCancelled } from '../counting/counts.ts'
import { SWEPT_AFTER_SECONDS } from '../delivering/take-due-deliveries.ts'
import { describeDeliveries } from '../listing/described-deliveries.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

export async function findDelivery(
  database: Database,
  tenantId: TenantId,
  id: DeliveryId,
): Promise<Delivery | undefined> {
  const row = await prismaOf(database).delivery.findFirst({ where: { id, tenantId } })
  if (row === null) return undefined
  const [delivery] = await describeDeliveries(poolOf(database), [row])
  return delivery
}

/** The deliveries of one event. The caller has checked that the event belongs to the tenant. */
export async function listDeliveriesOfEvent(
  database: Database,
  eventId: EventId,
  query: PageQuery,
): Promise<Page<Delivery>> {
  const rows = await prismaOf(database).delivery.findMany({
    where: { eventId, id: idsOfPage('delivery', query) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  const { data, nextCursor } = toPageById(listOf('delivery'), rows, {
    limit: query.limit,
    toItem: (row) => row,
  })
  return { data: await describeDeliveries(poolOf(database), data), nextCursor }
}

// Lock order: one delivery.
const REQUEST_ATTEMPT = {
  name: 'request-attempt',
  text: `
    UPDATE deliveries d SET manual_at = now(), remind_at = now() + make_interval(secs => ${SWEPT_AFTER_SECONDS})
    FROM endpoints e
    WHERE d.id = $1 AND d.tenant_id = $2 AND e.id = d.endpoint_id AND d.status <> 'cancelled'
      AND e.enabled AND e.deleted_at IS NULL
    RETURNING d.attempt_count + 1 AS "attemptNumber"`,
}

/**
 * Requests one more attempt now, regardless of the schedule. It starts when no other attempt is in flight. A delivery that has
 * succeeded stays so, whatever the result.
 * @returns its number; undefined when the delivery was cancelled, or its endpoint is disabled or deleted
 */
export async function requestAttempt(
  database: Database,
  tenantId: TenantId,
  id: DeliveryId,
): Promise<{ attemptNumber: number } | undefined> {
  const [row] = await run<{ attemptNumber: number }>(poolOf(database), REQUEST_ATTEMPT, [id, tenantId])
  return row
}

// Lock order: the delivery, rows of `counts`.
const CANCEL = {
  name: 'cancel-delivery',
  text: `
    WITH cancelled AS (
      UPDATE deliveries SET status = 'cancelled', reason = 'cancelled_by_request', finished_at = now(),
        next_attempt_at = NULL, remind_at = NULL, manual_at = NULL
      WHERE id = $1 AND tenant_id = $2 AND status = 'pending'
      RETURNING tenant_id, endpoint_id
    ), counted AS (${countCancelled('cancelled')}
    )
    SELECT FROM cancelled`,
}

/**
 * Cancels a delivery. An attempt in flight is not aborted: it is recorded, and if it succeeds the delivery has succeeded.
 * @returns false when the delivery is not pending
 */
export async function cancelDelivery(
  database: Database,
  tenantId: TenantId,
  id: DeliveryId,
): Promise<boolean> {
  return (await run(poolOf(database), CANCEL, [id, tenantId])).length === 1
}
