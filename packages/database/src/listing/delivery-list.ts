import type { Delivery, DeliveryQuery, DeliveryStatus, Page, TenantId } from '@posthorn/contracts'
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from '../managing/deliveries.ts'
import { alongIndex, LAST_ID, withoutIndex } from '../sql/along-index.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { orUnavailable } from '../sql/unavailable.ts'
import { listFinished } from './finished-list.ts'

/** SQL literals, not parameters: a partial index applies only to a literal status. */
const STATUS: Record<DeliveryStatus, string> = {
  pending: "'pending'",
  succeeded: "'succeeded'",
  failed: "'failed'",
  cancelled: "'cancelled'",
}

/** The columns of the index along which the list is read. */
function columnsOf({ status, endpointId, eventType }: DeliveryQuery): string[] {
  const owner = endpointId === undefined ? 'tenant_id' : 'endpoint_id'
  if (status !== undefined && status !== 'succeeded') return [owner, 'status']
  return eventType === undefined || endpointId !== undefined ? [owner] : [owner, 'event_type']
}

function statementOf(tenantId: TenantId, query: DeliveryQuery): { text: string; values: unknown[] } {
  const { status, endpointId, eventType, limit } = query
  const { gte = '', lt = LAST_ID } = idsOfPage('delivery', query)
  const values: unknown[] = [tenantId, gte, lt]
  const filters = new Map([['tenant_id', '$1']])
  if (endpointId !== undefined) filters.set('endpoint_id', `$${values.push(endpointId)}`)
  if (eventType !== undefined) filters.set('event_type', `$${values.push(eventType)}`)
  if (status !== undefined) filters.set('status', STATUS[status])
  const columns = columnsOf(query)
  const isLeading = (name: string) => columns.includes(name)
  const { conditions, order } = alongIndex(
    columns.map((name) => [name, filters.get(name) ?? '']),
    { from: '$2', before: '$3' },
  )
  const where = [
    conditions,
    ...(isLeading('status') ? ["status <> 'succeeded'"] : []),
    ...[...filters].flatMap(([name, value]) => (isLeading(name) ? [] : withoutIndex(`${name} = ${value}`))),
  ]
  const text = `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ${limit + 1}`
  return { text, values }
}

/** Newest first; with `finishedFrom` or `finishedTo`, the latest finished first. */
export async function listDeliveries(
  source: ListSource,
  tenantId: TenantId,
  query: DeliveryQuery,
): Promise<Page<Delivery>> {
  if (query.finishedFrom !== undefined || query.finishedTo !== undefined) {
    return listFinished(source, tenantId, query)
  }
  const { rows } = await orUnavailable(sqlOf(source).query<DeliveryRow>(statementOf(tenantId, query)))
  return toPageById(listOf('delivery'), rows, { limit: query.limit, toItem: toDelivery })
}
