import type { EventQuery, TenantId } from '@posthorn/contracts'
import { isReservedEventType } from '@posthorn/webhook'
import { EVENT_COLUMNS, type SummaryRow } from '../managing/events.ts'
import { IS_INTERNAL } from '../publishing/internal-events.ts'
import { alongIndex, LAST_ID } from '../sql/along-index.ts'
import { idsOfPage } from '../sql/cursor.ts'
import { type ScannedPage, type ScannedRow, type ScanRead, scanPage } from '../sql/scan-page.ts'
import { run, type Sql } from '../sql/sql.ts'
import { orUnavailable } from '../sql/unavailable.ts'

type ScannedEvent = SummaryRow & ScannedRow

/** What begins each type that a filter selects: `order.` for `order.*`. Undefined for an exact type. */
export function prefixOf(type: string | undefined): string | undefined {
  return type?.endsWith('.*') === true ? type.slice(0, -1) : undefined
}

/** Internal events are listed only on request: with `internal`, or with their type. */
export function showsInternal({ internal, type }: EventQuery): boolean {
  return internal ?? (type !== undefined && isReservedEventType(type))
}

/**
 * The next events that a query selects, newest first. Reads a bounded number of rows along one index, so it may return fewer than
 * `limit`, even none, and a position to continue from.
 * @throws ProblemError `invalid_cursor`
 */
export async function scanEvents(
  sql: Sql,
  tenantId: TenantId,
  query: EventQuery,
): Promise<ScannedPage<SummaryRow>> {
  const { sourceId, limit } = query
  const { lt } = idsOfPage('event', query)
  if (sourceId !== undefined && !(await isOwnSource(sql, tenantId, sourceId))) {
    return { rows: [], next: undefined }
  }
  return scanPage((read) => scanned(sql, { tenantId, query }, read), {
    position: lt,
    limit,
    entriesPerRow: 1,
    positionOf: ({ id }) => id,
  })
}

const OWN_SOURCE = {
  name: 'is-own-source',
  text: 'SELECT 1 FROM sources WHERE id = $2 AND tenant_id = $1',
}

/** The position of a scan would show ids of another tenant's events. Deleted sources are included. */
async function isOwnSource(sql: Sql, tenantId: TenantId, sourceId: string): Promise<boolean> {
  return (await run(sql, OWN_SOURCE, [tenantId, sourceId])).length > 0
}

async function scanned(
  sql: Sql,
  { tenantId, query }: { tenantId: TenantId; query: EventQuery },
  { position = LAST_ID, count, wanted }: ScanRead,
): Promise<ScannedEvent[]> {
  const { type, sourceId } = query
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const prefix = prefixOf(type)
  const ofTenant = parameter(tenantId)
  const ofType = type === undefined || prefix !== undefined ? undefined : parameter(type)
  const columns: [string, string][] = [
    sourceId === undefined ? ['tenant_id', ofTenant] : ['source_id', parameter(sourceId)],
  ]
  if (sourceId === undefined && ofType !== undefined) columns.push(['type', ofType])
  const { gte = '' } = idsOfPage('event', query)
  const { conditions, order } = alongIndex(columns, { from: parameter(gte), before: parameter(position) })
  const filters = [
    `tenant_id = ${ofTenant}`,
    ...(ofType === undefined ? [] : [`type = ${ofType}`]),
    ...(prefix === undefined ? [] : [`starts_with(type, ${parameter(prefix)})`]),
    ...(showsInternal(query) ? [] : [`NOT ${IS_INTERNAL}`]),
  ]
  const text = `
    SELECT * FROM (
      SELECT *, row_number() OVER (ORDER BY id DESC)::int AS nth FROM (
        SELECT ${EVENT_COLUMNS}, (${filters.join(' AND ')}) IS TRUE AS "isSelected" FROM events
        WHERE ${conditions}${sourceId === undefined ? '' : ' AND source_id IS NOT NULL'}
        ORDER BY ${order} LIMIT ${count}
      ) AS one
    ) AS scan
    WHERE "isSelected" OR nth = ${count} ORDER BY nth LIMIT ${wanted}`
  const { rows } = await orUnavailable(sql.query<ScannedEvent>(text, values))
  return rows
}
