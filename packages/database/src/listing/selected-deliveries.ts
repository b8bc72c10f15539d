import type { DeliveryFilter, EndpointId, TenantId } from '@posthorn/contracts'
import { type ScannedPage, type ScannedRow, type ScanRead, scanPage } from '../sql/scan-page.ts'
import { run, type Sql } from '../sql/sql.ts'
import { orUnavailable } from '../sql/unavailable.ts'
import { LAST_RESULT } from './delivery-cause.ts'
import { type DeliveryPath, pathOf } from './delivery-path.ts'
import { deliveryScan, positionIn } from './delivery-scan.ts'
import { DELIVERY_COLUMNS, type DeliveryRow } from './described-deliveries.ts'
import { presentCauses } from './present-causes.ts'

type ScannedDelivery = DeliveryRow & ScannedRow

/** Selects deliveries of a tenant. */
export interface DeliverySelection {
  tenantId: TenantId
  filter: DeliveryFilter
}

/**
 * The next deliveries that a filter selects, in its order, newest first. Reads a bounded number of rows along one index, so it may
 * return fewer than `limit`, even none, and a position to continue from.
 * @param position `next` of the previous call; undefined: from the start
 */
export async function selectDeliveries(
  sql: Sql,
  { tenantId, filter: given }: DeliverySelection,
  { position, limit }: { position: string | undefined; limit: number },
): Promise<ScannedPage<DeliveryRow>> {
  const filter = await ofOwnEndpoints(sql, tenantId, given)
  if (filter.endpointId?.length === 0) return { rows: [], next: undefined }
  const path = await withPresentCauses(sql, tenantId, pathOf(tenantId, filter))
  return scanPage((read) => scanned(sql, { tenantId, filter, path }, read), {
    position,
    limit,
    entriesPerRow: path.columns.reduce((product, { values }) => product * values.length, 1),
    positionOf: (row) => positionIn(filter, row),
  })
}

// A tenant_id without an index: the ids are few.
const OWN_ENDPOINTS = {
  name: 'find-own-endpoints',
  text: 'SELECT id FROM endpoints WHERE id = ANY ($2) AND (tenant_id = $1) IS TRUE',
}

/**
 * The scan along the index of an endpoint does not read the tenant of what it passes over, and its position would show ids of
 * another tenant's deliveries. Deleted endpoints are included.
 */
async function ofOwnEndpoints(sql: Sql, tenantId: TenantId, filter: DeliveryFilter): Promise<DeliveryFilter> {
  const { endpointId } = filter
  if (endpointId === undefined) return filter
  const rows = await run<{ id: EndpointId }>(sql, OWN_ENDPOINTS, [tenantId, endpointId])
  return { ...filter, endpointId: rows.map(({ id }) => id) }
}

async function scanned(
  sql: Sql,
  selection: DeliverySelection & { path: DeliveryPath },
  { position, count, wanted }: ScanRead,
): Promise<ScannedDelivery[]> {
  const { text, values } = deliveryScan(selection, { position, count })
  const query = `
    SELECT ${DELIVERY_COLUMNS}, is_selected AS "isSelected", nth FROM (${text}) AS scan
    WHERE is_selected OR nth = ${count} ORDER BY nth LIMIT ${wanted}`
  const { rows } = await orUnavailable(sql.query<ScannedDelivery>(query, values))
  return rows
}

async function withPresentCauses(sql: Sql, tenantId: TenantId, path: DeliveryPath): Promise<DeliveryPath> {
  const causes = path.columns.find(({ name }) => name === LAST_RESULT.cause)
  if (causes === undefined) return path
  const values = await presentCauses(sql, 'deliveries', tenantId, causes.values)
  return {
    ...path,
    columns: path.columns.map((column) => (column === causes ? { ...column, values } : column)),
  }
}
