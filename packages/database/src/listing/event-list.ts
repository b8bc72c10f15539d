import type { EventQuery, EventSummary, Page, TenantId } from '@posthorn/contracts'
import { isReservedEventType } from '@posthorn/webhook'
import { findEventsOfExternalId } from '../finding/events-of-external-id.ts'
import { findTypesWithPrefix } from '../finding/types-with-prefix.ts'
import { EVENT_COLUMNS, type SummaryRow, toSummary } from '../managing/events.ts'
import { LAST_ID } from '../sql/along-index.ts'
import { encodeCursor, idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { READ_MAX } from '../sql/scan-page.ts'
import type { Sql } from '../sql/sql.ts'
import { orUnavailable } from '../sql/unavailable.ts'
import { prefixOf, scanEvents, showsInternal } from './event-scan.ts'

// At most a page of each type, along its index, then merged.
const BY_TYPES = `
  SELECT one.* FROM unnest($1::text[]) AS wanted (type) CROSS JOIN LATERAL (
    SELECT ${EVENT_COLUMNS} FROM events
    WHERE (tenant_id, type, id) >= ($2, wanted.type, $3) AND (tenant_id, type, id) < ($2, wanted.type, $4)
    ORDER BY tenant_id DESC, type DESC, id DESC LIMIT $5
  ) AS one
  ORDER BY one.id DESC LIMIT $5`

// Each id is looked up separately, so that only its partition is read.
const BY_IDS = `
  SELECT e.* FROM unnest($1::text[]) AS wanted (id) CROSS JOIN LATERAL (
    SELECT ${EVENT_COLUMNS} FROM events WHERE id = wanted.id AND id >= $2 AND id < $3
      AND ($4::text IS NULL OR type = $4 OR starts_with(type, $7)) AND ($5::text IS NULL OR source_id = $5)
    LIMIT 1
  ) AS e
  ORDER BY e.id DESC LIMIT $6`

/**
 * Newest first. A page may end early, with a cursor.
 * @throws ProblemError `invalid_cursor`
 */
export async function listEvents(
  source: ListSource,
  tenantId: TenantId,
  query: EventQuery,
): Promise<Page<EventSummary>> {
  const sql = sqlOf(source)
  const { externalId, limit } = query
  const statement =
    externalId === undefined
      ? await statementByTypes(sql, tenantId, query)
      : { text: BY_IDS, values: await valuesByIds(sql, tenantId, { ...query, externalId }) }
  if (statement !== undefined) {
    const { rows } = await orUnavailable(sql.query<SummaryRow>(statement))
    return toPageById(listOf('event'), rows, { limit, toItem: toSummary })
  }
  const { rows, next } = await scanEvents(sql, tenantId, query)
  return {
    data: rows.map(toSummary),
    nextCursor: next === undefined ? null : encodeCursor(listOf('event'), next),
  }
}

/** Of a prefix, if few types begin with it: rare ones are found at once. Undefined when the list is scanned. */
async function statementByTypes(
  sql: Sql,
  tenantId: TenantId,
  query: EventQuery,
): Promise<{ text: string; values: unknown[] } | undefined> {
  const prefix = prefixOf(query.type)
  if (prefix === undefined || query.sourceId !== undefined) return undefined
  const { gte = '', lt = LAST_ID } = idsOfPage('event', query)
  const found = await findTypesWithPrefix(sql, tenantId, prefix)
  const types = showsInternal(query) ? found : found?.filter((type) => !isReservedEventType(type))
  const rowsMax = query.limit + 1
  if (types === undefined || types.length * rowsMax > READ_MAX) return undefined
  return { text: BY_TYPES, values: [types, tenantId, gte, lt, rowsMax] }
}

async function valuesByIds(
  sql: Sql,
  tenantId: TenantId,
  query: EventQuery & { externalId: string },
): Promise<unknown[]> {
  const { gte = '', lt = LAST_ID } = idsOfPage('event', query)
  const ids = await findEventsOfExternalId(sql, tenantId, query.externalId)
  return [ids, gte, lt, query.type, query.sourceId, query.limit + 1, prefixOf(query.type) ?? null]
}
