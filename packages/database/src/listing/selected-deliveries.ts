import type { DeliveryFilter, TenantId } from '@posthorn/contracts'
import { run, type Sql } from '../sql/sql.ts'
import { orUnavailable } from '../sql/unavailable.ts'
import { CAUSE, HAS_CAUSE } from './delivery-cause.ts'
import { type DeliveryPath, pathOf } from './delivery-path.ts'
import { deliveryScan, positionIn } from './delivery-scan.ts'
import { DELIVERY_COLUMNS, type DeliveryRow } from './described-deliveries.ts'

/** Index entries that one call reads, at most: well below 100 ms. */
const READ_MAX = 4000
/** More causes than this are first reduced to those that occur. */
const CAUSES_MAX = 10
/** Each further read is this many times as large. */
const GROWTH = 4

/** Deliveries that a filter selects. */
export interface SelectedDeliveries {
  rows: DeliveryRow[]
  /** Position from which the next call continues; undefined when there are no more. */
  next: string | undefined
}

/**
 * The next deliveries that a filter selects, in its order, newest first. Reads a bounded number of rows along one index, so it may
 * return fewer than `limit`, even none, and a position to continue from.
 * @param position `next` of the previous call; undefined: from the start
 */
export async function selectDeliveries(
  sql: Sql,
  { tenantId, filter }: { tenantId: TenantId; filter: DeliveryFilter },
  { position, limit }: { position: string | undefined; limit: number },
): Promise<SelectedDeliveries> {
  const path = await withPresentCauses(sql, tenantId, pathOf(tenantId, filter))
  const ranges = path.columns.reduce((product, { values }) => product * values.length, 1)
  if (ranges === 0) return { rows: [], next: undefined }
  const found: DeliveryRow[] = []
  let reached = position
  for (let left = READ_MAX, size = limit + 1; ; size *= GROWTH) {
    const count = Math.min(size, Math.max(1, Math.floor(left / ranges)))
    const scan = { position: reached, count, wanted: limit + 1 - found.length }
    const rows = await scanned(sql, { tenantId, filter, path }, scan)
    found.push(...rows.filter(({ isSelected }) => isSelected))
    const lastShown = found[limit - 1]
    if (found.length > limit && lastShown !== undefined)
      return { rows: found.slice(0, limit), next: positionIn(filter, lastShown) }
    const last = rows.at(-1)
    if (last === undefined || last.nth < count) return { rows: found, next: undefined }
    reached = positionIn(filter, last)
    left -= count * ranges
    if (left < ranges) return { rows: found, next: reached }
  }
}

type ScannedRow = DeliveryRow & { isSelected: boolean; nth: number }

/** The selected rows of one scan, at most `wanted`, and its last row, which shows how far it has read. */
async function scanned(
  sql: Sql,
  selection: { tenantId: TenantId; filter: DeliveryFilter; path: DeliveryPath },
  { position, count, wanted }: { position: string | undefined; count: number; wanted: number },
): Promise<ScannedRow[]> {
  const { text, values } = deliveryScan(selection, { position, count })
  const query = `
    SELECT ${DELIVERY_COLUMNS}, is_selected AS "isSelected", nth FROM (${text}) AS scan
    WHERE is_selected OR nth = ${count} ORDER BY nth LIMIT ${wanted}`
  const { rows } = await orUnavailable(sql.query<ScannedRow>(query, values))
  return rows
}

const FIND_PRESENT = {
  name: 'find-present-causes',
  text: `
    SELECT given.cause FROM unnest($2::text[]) AS given (cause) CROSS JOIN LATERAL (
      SELECT FROM deliveries
      WHERE ${HAS_CAUSE} AND (tenant_id, ${CAUSE}) >= ($1, given.cause) AND (tenant_id, ${CAUSE}) <= ($1, given.cause)
      ORDER BY tenant_id, ${CAUSE}, id LIMIT 1
    ) AS present`,
}

/** Of many causes, such as every status of a class, few occur. One index probe for each finds them. */
async function withPresentCauses(sql: Sql, tenantId: TenantId, path: DeliveryPath): Promise<DeliveryPath> {
  const causes = path.columns.find(({ name }) => name === CAUSE)
  if (causes === undefined || causes.values.length <= CAUSES_MAX) return path
  const present = await run<{ cause: string }>(sql, FIND_PRESENT, [tenantId, causes.values])
  const values = present.map(({ cause }) => cause)
  return {
    ...path,
    columns: path.columns.map((column) => (column === causes ? { ...column, values } : column)),
  }
}
