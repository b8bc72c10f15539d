import type {
  Delivery,
  DeliveryId,
  DeliveryQuery,
  EndpointId,
  EventId,
  Page,
  PageQuery,
  TenantId,
} from '@posthorn/contracts'
import { idsOfPage, listOf, toPageById } from './cursor.ts'
import type { Database } from './database.ts'
import { definedOf } from './defined.ts'
import type { Delivery as DeliveryRow } from './generated/client.ts'

export async function findDelivery(
  { prisma }: Database,
  tenantId: TenantId,
  id: DeliveryId,
): Promise<Delivery | undefined> {
  const row = await prisma.delivery.findFirst({ where: { id, tenantId } })
  return row === null ? undefined : toDelivery(row)
}

export async function listDeliveries(
  { prisma }: Database,
  tenantId: TenantId,
  query: DeliveryQuery,
): Promise<Page<Delivery>> {
  const { status, endpointId, eventType } = query
  const rows = await prisma.delivery.findMany({
    where: { tenantId, id: idsOfPage('delivery', query), ...definedOf({ status, endpointId, eventType }) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('delivery'), rows, { limit: query.limit, toItem: toDelivery })
}

/** The deliveries of one event. The caller has made sure that the event is the tenant's. */
export async function listDeliveriesOfEvent(
  { prisma }: Database,
  eventId: EventId,
  query: PageQuery,
): Promise<Page<Delivery>> {
  const rows = await prisma.delivery.findMany({
    where: { eventId, id: idsOfPage('delivery', query) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('delivery'), rows, { limit: query.limit, toItem: toDelivery })
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id as DeliveryId,
    eventId: row.eventId as EventId,
    eventType: row.eventType,
    endpointId: row.endpointId as EndpointId,
    status: row.status,
    attemptCount: row.attemptCount,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
