import {
  type Attempt,
  type AttemptQuery,
  type DeliveryId,
  firstIdAt,
  type Page,
  type TenantId,
} from '@posthorn/contracts'
import { LAST_ID } from '../sql/along-index.ts'
import { encodeCursor, listOf, positionOf } from '../sql/cursor.ts'
import { PAGE_BYTES_MAX } from '../sql/large-rows-page.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { type ScannedRow, type ScanRead, scanPage } from '../sql/scan-page.ts'
import { run, type Sql } from '../sql/sql.ts'
import { orUnavailable } from '../sql/unavailable.ts'
import { attemptConditions, readsDeliveries } from './attempt-conditions.ts'
import { causesOf, RESULT } from './delivery-cause.ts'
import type { Parameter } from './delivery-conditions.ts'
import { ATTEMPT_COLUMNS, type AttemptRow, toAttempt } from './described-attempt.ts'
import { presentCauses } from './present-causes.ts'

const LIST = listOf('attempt')
/** Rows of up to about 70 KiB: converting this many does not block the event loop. */
const ROWS_PER_READ = 25
/** Finding the delivery of an attempt reads the pages of another index. */
const ENTRIES_OF_DELIVERY = 4

/** The attempts of all deliveries of a tenant, newest first. A page may end early, with a cursor. */
export async function listAttempts(
  source: ListSource,
  tenantId: TenantId,
  { limit, cursor, ...filter }: AttemptQuery,
  { showsAddress = false }: { showsAddress?: boolean } = {},
): Promise<Page<Attempt>> {
  const sql = sqlOf(source)
  const all = causesOf(filter)
  const causes = all && (await presentCauses(sql, 'attempts', tenantId, all))
  const { rows, next } = await scanPage((read) => scanned(sql, { tenantId, filter, causes }, read), {
    position: positionOf(LIST, cursor),
    limit,
    entriesPerRow: (causes?.length ?? 1) * (readsDeliveries(filter) ? ENTRIES_OF_DELIVERY : 1),
    positionOf: ({ id }) => id,
  })
  return pageOfKeys(sql, rows, { next, showsAddress })
}

type AttemptKey = { id: string; deliveryId: DeliveryId; number: number }

interface AttemptSelection {
  tenantId: TenantId
  filter: Omit<AttemptQuery, 'limit' | 'cursor'>
  /** The causes that the filter selects; undefined: not only failed attempts. */
  causes: readonly string[] | undefined
}

// Read along the index of the tenant's attempts, or, for each cause, along that of the failed ones. Whole rows are compared, so
// that no other index applies (packages/database/src/sql/along-index.ts).
async function scanned(
  sql: Sql,
  { tenantId, filter, causes }: AttemptSelection,
  { position, count, wanted }: ScanRead,
): Promise<(AttemptKey & ScannedRow)[]> {
  const values: unknown[] = []
  const parameter: Parameter = (value) => `$${values.push(value)}`
  const end = filter.to === undefined ? LAST_ID : firstIdAt('attempt', filter.to)
  const tenant = parameter(tenantId)
  const from = parameter(filter.from === undefined ? '' : firstIdAt('attempt', filter.from))
  const before = parameter(position !== undefined && position < end ? position : end)
  const byCause = causes !== undefined
  const ranges = byCause ? `unnest(${parameter(causes)}::text[])` : "(VALUES (''))"
  const columns = ['tenant_id', ...(byCause ? [RESULT.cause] : []), 'id']
  const row = (id: string) => `(${[tenant, ...(byCause ? ['range.cause'] : []), id].join(', ')})`
  const { condition, ofDelivery } = attemptConditions(filter, parameter, { isByCause: byCause })
  const text = `
    SELECT id, delivery_id AS "deliveryId", number, "isSelected", nth FROM (
      SELECT scanned.id, delivery_id, number, (${condition}) IS TRUE AS "isSelected",
        row_number() OVER (ORDER BY scanned.id DESC)::int AS nth
      FROM (
        SELECT one.* FROM ${ranges} AS range (cause) CROSS JOIN LATERAL (
          SELECT id, delivery_id, number, endpoint_id, status_code, error_code, trigger FROM attempts
          WHERE tenant_id IS NOT NULL AND ${byCause ? RESULT.hasCause : 'true'}
            AND (${columns.join(', ')}) >= ${row(from)} AND (${columns.join(', ')}) < ${row(before)}
          ORDER BY ${columns.map((name) => `${name} DESC`).join(', ')} LIMIT ${count}
        ) AS one ORDER BY one.id DESC LIMIT ${count}
      ) AS scanned ${ofDelivery}
    ) AS numbered
    WHERE "isSelected" OR nth = ${count} ORDER BY nth LIMIT ${wanted}`
  const { rows } = await orUnavailable(sql.query<AttemptKey & ScannedRow>(text, values))
  return rows
}

const READ = {
  name: 'read-attempts',
  text: `
    SELECT ${ATTEMPT_COLUMNS}
    FROM unnest($1::text[], $2::int[]) AS listed (delivery_id, number)
      CROSS JOIN LATERAL (
        SELECT * FROM attempts WHERE delivery_id = listed.delivery_id AND number = listed.number LIMIT 1
      ) AS a
      CROSS JOIN LATERAL (
        SELECT endpoint_id, event_id, event_type FROM deliveries WHERE id = listed.delivery_id LIMIT 1
      ) AS d
    ORDER BY a.id DESC`,
}

/** Reads a few rows at a time and ends the page at about a megabyte: converting all at once would block the event loop. */
async function pageOfKeys(
  sql: Sql,
  keys: readonly AttemptKey[],
  { next, showsAddress }: { next: string | undefined; showsAddress: boolean },
): Promise<Page<Attempt>> {
  const data: Attempt[] = []
  let bytes = 0
  for (let from = 0; from < keys.length; from += ROWS_PER_READ) {
    const part = keys.slice(from, from + ROWS_PER_READ)
    const values = [part.map(({ deliveryId }) => deliveryId), part.map(({ number }) => number)]
    for (const row of await run<AttemptRow>(sql, READ, values)) {
      const attempt = toAttempt(row, { showsAddress })
      data.push(attempt)
      bytes += JSON.stringify(attempt).length
      if (bytes >= PAGE_BYTES_MAX && row.id !== keys.at(-1)?.id)
        return { data, nextCursor: encodeCursor(LIST, row.id) }
    }
  }
  return { data, nextCursor: next === undefined ? null : encodeCursor(LIST, next) }
}
