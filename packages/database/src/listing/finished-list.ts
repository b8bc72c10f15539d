import type { Delivery, DeliveryQuery, DeliveryStatus, Page, TenantId } from '@posthorn/contracts'
import { firstIdAt } from '@posthorn/contracts'
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from '../managing/deliveries.ts'
import { withoutIndex } from '../sql/along-index.ts'
import { type List, positionOf, toPage } from '../sql/cursor.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { orUnavailable } from '../sql/unavailable.ts'

/** Deliveries by the time they finished. A position is that time in milliseconds and the id. */
const FINISHED: List = { name: 'finished', position: /^\d{1,15}_dlv_[0-9a-z]{26}$/ }

const FINISHED_STATUSES: readonly DeliveryStatus[] = ['succeeded', 'failed', 'cancelled']

// For each status at most one page is read along an index, from the position on; then they are merged. Whole rows are
// compared, so that no other index applies (packages/database/src/sql/along-index.ts).
function textOf(owner: 'tenant_id' | 'endpoint_id', checks: readonly string[]): string {
  const row = `(${owner}, status, finished_at, id)`
  return `
    SELECT ${DELIVERY_COLUMNS} FROM unnest($1::delivery_status[]) AS finished (end_status) CROSS JOIN LATERAL (
      SELECT * FROM deliveries
      WHERE finished_at IS NOT NULL
        AND ${row} >= ($2, finished.end_status, $3::timestamptz, '') AND ${row} < ($2, finished.end_status, $4::timestamptz, $5)
        ${checks.map((check) => `AND ${check}`).join(' ')}
      ORDER BY ${owner} DESC, status DESC, finished_at DESC, id DESC LIMIT $6
    ) AS one
    ORDER BY finished_at DESC, id DESC LIMIT $6`
}

function statementOf(tenantId: TenantId, query: DeliveryQuery): { text: string; values: unknown[] } {
  const { status, endpointId, eventType, from, to, finishedFrom, finishedTo, limit } = query
  const end = endOf(finishedTo, query.cursor)
  const values: unknown[] = [
    FINISHED_STATUSES.filter((one) => status === undefined || one === status),
    endpointId ?? tenantId,
    finishedFrom ?? '-infinity',
    end.finishedAt,
    end.id,
    limit + 1,
  ]
  const checks: string[] = []
  const check = (condition: (value: string) => string, value: unknown) => {
    if (value !== undefined) checks.push(withoutIndex(condition(`$${values.push(value)}`)))
  }
  if (endpointId !== undefined) check((value) => `tenant_id = ${value}`, tenantId)
  check((value) => `event_type = ${value}`, eventType)
  check((value) => `id >= ${value}`, from && firstIdAt('delivery', from))
  check((value) => `id < ${value}`, to && firstIdAt('delivery', to))
  return { text: textOf(endpointId === undefined ? 'tenant_id' : 'endpoint_id', checks), values }
}

/** The position before the page: the cursor, or `finishedTo`. */
function endOf(
  finishedTo: Date | undefined,
  cursor: string | undefined,
): { finishedAt: Date | string; id: string } {
  const position = positionOf(FINISHED, cursor)
  if (position === undefined) return { finishedAt: finishedTo ?? 'infinity', id: '' }
  const [ms = ''] = position.split('_')
  const finishedAt = new Date(Number(ms))
  if (finishedTo !== undefined && finishedTo <= finishedAt) return { finishedAt: finishedTo, id: '' }
  return { finishedAt, id: position.slice(ms.length + 1) }
}

/** Deliveries that finished in a range of time, the latest first. */
export async function listFinished(
  source: ListSource,
  tenantId: TenantId,
  query: DeliveryQuery,
): Promise<Page<Delivery>> {
  const { rows } = await orUnavailable(sqlOf(source).query<DeliveryRow>(statementOf(tenantId, query)))
  return toPage(FINISHED, rows, {
    limit: query.limit,
    toPosition: ({ finishedAt, id }) => `${finishedAt?.getTime()}_${id}`,
    toItem: toDelivery,
  })
}
