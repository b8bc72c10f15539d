import type { Delivery, DeliveryId, EventId, Page, PageQuery, TenantId } from '@posthorn/contracts'
import { describeDeliveries } from '../listing/described-deliveries.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'

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
