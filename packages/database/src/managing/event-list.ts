import type { EventQuery, EventSummary, Page, TenantId } from '@posthorn/contracts'
import { isReservedEventType } from '@posthorn/webhook'
import { findEventsOfExternalId } from '../finding/events-of-external-id.ts'
import { findTypesWithPrefix } from '../finding/types-with-prefix.ts'
import { IS_INTERNAL } from '../publishing/internal-events.ts'
import { alongIndex, LAST_ID, withoutIndex } from '../sql/along-index.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { orUnavailable } from '../sql/unavailable.ts'
import { EVENT_COLUMNS, type SummaryRow, toSummary } from './events.ts'

/** What begins each type that a filter selects: `order.` for `order.*`. Undefined for an exact type. */
function prefixOf(type: string | undefined): string | undefined {
  return type?.endsWith('.*') === true ? type.slice(0, -1) : undefined
}

/** The columns of the index along which the list is read. */
function columnsOf({ type, sourceId }: EventQuery): string[] {
  if (sourceId !== undefined) return ['source_id']
  return type === undefined || prefixOf(type) !== undefined ? ['tenant_id'] : ['tenant_id', 'type']
}

/** Internal events are listed only on request: with `internal`, or with their type. */
function showsInternal({ internal, type }: EventQuery): boolean {
  return internal ?? (type !== undefined && isReservedEventType(type))
}

function statementOf(tenantId: TenantId, query: EventQuery): { text: string; values: unknown[] } {
  const { type, sourceId, limit } = query
  const { gte = '', lt = LAST_ID } = idsOfPage('event', query)
  const values: unknown[] = [tenantId, gte, lt]
  const filters = new Map([['tenant_id', '$1']])
  const prefix = prefixOf(type)
  if (type !== undefined && prefix === undefined) filters.set('type', `$${values.push(type)}`)
  if (sourceId !== undefined) filters.set('source_id', `$${values.push(sourceId)}`)
  const columns = columnsOf(query)
  const { conditions, order } = alongIndex(
    columns.map((name) => [name, filters.get(name) ?? '']),
    { from: '$2', before: '$3' },
  )
  const where = [
    conditions,
    ...(sourceId === undefined ? [] : ['source_id IS NOT NULL']),
    ...(showsInternal(query) ? [] : [withoutIndex(`NOT ${IS_INTERNAL}`)]),
    ...(prefix === undefined ? [] : [withoutIndex(`starts_with(type, $${values.push(prefix)})`)]),
    ...[...filters].flatMap(([name, value]) =>
      columns.includes(name) ? [] : withoutIndex(`${name} = ${value}`),
    ),
  ]
  const text = `SELECT ${EVENT_COLUMNS} FROM events WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ${limit + 1}`
  return { text, values }
}

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

export async function listEvents(
  source: ListSource,
  tenantId: TenantId,
  query: EventQuery,
): Promise<Page<EventSummary>> {
  const { externalId, limit } = query
  const statement =
    externalId === undefined
      ? ((await statementByTypes(source, tenantId, query)) ?? statementOf(tenantId, query))
      : { text: BY_IDS, values: await valuesByIds(source, tenantId, { ...query, externalId }) }
  const { rows } = await orUnavailable(sqlOf(source).query<SummaryRow>(statement))
  return toPageById(listOf('event'), rows, { limit, toItem: toSummary })
}

/** Of a prefix, whose types are looked up first. Undefined when the list is read otherwise. */
async function statementByTypes(
  source: ListSource,
  tenantId: TenantId,
  query: EventQuery,
): Promise<{ text: string; values: unknown[] } | undefined> {
  const prefix = prefixOf(query.type)
  if (prefix === undefined || query.sourceId !== undefined) return undefined
  const types = await findTypesWithPrefix(sqlOf(source), tenantId, prefix)
  if (types === undefined) return undefined
  const isShown = showsInternal(query) ? () => true : (type: string) => !isReservedEventType(type)
  const { gte = '', lt = LAST_ID } = idsOfPage('event', query)
  return { text: BY_TYPES, values: [types.filter(isShown), tenantId, gte, lt, query.limit + 1] }
}

async function valuesByIds(
  source: ListSource,
  tenantId: TenantId,
  query: EventQuery & { externalId: string },
): Promise<unknown[]> {
  const { gte = '', lt = LAST_ID } = idsOfPage('event', query)
  const ids = await findEventsOfExternalId(sqlOf(source), tenantId, query.externalId)
  return [ids, gte, lt, query.type, query.sourceId, query.limit + 1, prefixOf(query.type) ?? null]
}
