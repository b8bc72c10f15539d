import type { Delivery, DeliveryQuery, Page, TenantId } from '@posthorn/contracts'
import { encodeCursor, positionOf } from '../sql/cursor.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { deliveryListOf } from './delivery-scan.ts'
import { describeDeliveries } from './described-deliveries.ts'
import { selectDeliveries } from './selected-deliveries.ts'

/**
 * Newest first; with `finishedFrom` or `finishedTo`, the latest finished first. A page may end early, with a cursor.
 * @throws ProblemError `invalid_cursor`
 */
export async function listDeliveries(
  source: ListSource,
  tenantId: TenantId,
  { limit, cursor, ...filter }: DeliveryQuery,
): Promise<Page<Delivery>> {
  const list = deliveryListOf(filter)
  const sql = sqlOf(source)
  const position = positionOf(list, cursor)
  const { rows, next } = await selectDeliveries(sql, { tenantId, filter }, { position, limit })
  return {
    data: await describeDeliveries(sql, rows),
    nextCursor: next === undefined ? null : encodeCursor(list, next),
  }
}
