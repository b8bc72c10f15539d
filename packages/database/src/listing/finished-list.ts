import type { Delivery, DeliveryQuery, DeliveryStatus, Page, TenantId } from '@posthorn/contracts'
import { firstIdAt } from '@posthorn/contracts'
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from '../managing/deliveries.ts'
import { withoutIndex } from '../sql/along-index.ts'
import { type List, placeOf, toPage } from '../sql/cursor.ts'
import type { Database } from '../sql/database.ts'
import { orUnavailable } from '../sql/unavailable.ts'

/** In the order in which deliveries came to their end. A position is the millisecond of that, and the id. */
const FINISHED: List = { name: 'finished', place: /^\d{1,15}_dlv_[0-9a-z]{26}$/ }

const ENDS: readonly DeliveryStatus[] = ['succeeded', 'failed', 'cancelled']

// Of each status the rows are read along an index, from the position on and no further than a page, and then merged. Rows
// are compared as a whole, so that no other index serves (packages/database/src/sql/along-index.ts).
function textOf(owner: 'tenant_id' | 'endpoint_id', checks: readonly string[]): string {
  const row = `(${owner}, status, finished_at, id)`
  return `
    SELECT ${DELIVERY_COLUMNS} FROM unnest($1::delivery_status[]) AS wanted (end_status) CROSS JOIN LATERAL (
      SELECT * FROM deliveries
      WHERE finished_at IS NOT NULL
        AND ${row} >= ($2, wanted.end_status, $3::timestamptz, '') AND ${row} < ($2, wanted.end_status, $4::timestamptz, $5)
        ${checks.map((check) => `AND ${check}`).join(' ')}
      ORDER BY ${owner} DESC, status DESC, finished_at DESC, id DESC LIMIT $6
    ) AS one
    ORDER BY finished_at DESC, id DESC LIMIT $6`
}

function statementOf(tenantId: TenantId, query: DeliveryQuery): { text: string; values: unknown[] } {
  const { status, endpointId, eventType, from, to, finishedFrom, finishedTo, limit } = query
  const end = endOf(finishedTo, query.cursor)
  const values: unknown[] = [
    ENDS.filter((one) => status === undefined || one === status),
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

/** Before which position the page lies: what the cursor says, or the end of the time that is asked for. */
function endOf(
  finishedTo: Date | undefined,
  cursor: string | undefined,
): { finishedAt: Date | string; id: string } {
  const position = placeOf(FINISHED, cursor)
  if (position === undefined) return { finishedAt: finishedTo ?? 'infinity', id: '' }
  const [ms = ''] = position.split('_')
  const finishedAt = new Date(Number(ms))
  if (finishedTo !== undefined && finishedTo <= finishedAt) return { finishedAt: finishedTo, id: '' }
  return { finishedAt, id: position.slice(ms.length + 1) }
}

/** Deliveries that came to their end in some time, those first that did so last. None of them is pending. */
export async function listFinished(
  { pool }: Database,
  tenantId: TenantId,
  query: DeliveryQuery,
): Promise<Page<Delivery>> {
  const { rows } = await orUnavailable(pool.query<DeliveryRow>(statementOf(tenantId, query)))
  return toPage(FINISHED, rows, {
    limit: query.limit,
    toPlace: ({ finishedAt, id }) => `${finishedAt?.getTime()}_${id}`,
    toItem: toDelivery,
  })
}
