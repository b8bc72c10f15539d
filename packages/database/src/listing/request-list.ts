import type { InboundRequest, Page, RequestQuery, SourceId } from '@posthorn/contracts'
import { REQUEST_COLUMNS, type RequestRow, toRequest } from '../receiving/request-row.ts'
import { storedCause } from '../receiving/stored-cause.ts'
import { alongIndex, LAST_ID } from '../sql/along-index.ts'
import { encodeCursor, idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { orUnavailable } from '../sql/unavailable.ts'

const LIST = listOf('request')
/** Most requests are accepted: an index of these would cost each webhook one more write, so the others are skipped while reading. */
const READ_MAX = 5000
const ROWS_PER_READ = 500

/** The index along which the list is read: its columns, their values, and its condition. */
function indexOf({ outcome, cause }: RequestQuery, values: unknown[]) {
  const source = ['source_id', '$1'] as const
  if (cause !== undefined)
    return {
      columns: [source, ['cause', `$${values.push(storedCause(cause))}`]],
      condition: 'cause IS NOT NULL',
    } as const
  if (outcome !== undefined)
    return {
      columns: [source, ['outcome', `$${values.push(outcome)}::request_outcome`]],
      condition: "outcome <> 'accepted'",
    } as const
  return { columns: [source], condition: 'true' } as const
}

async function readRows(source: ListSource, sourceId: SourceId, query: RequestQuery): Promise<RequestRow[]> {
  const { gte = '', lt = LAST_ID } = idsOfPage('request', query)
  const values: unknown[] = [sourceId, gte, lt]
  const { columns, condition } = indexOf(query, values)
  const { conditions, order } = alongIndex(
    columns.map(([name, value]) => [name, value] as [string, string]),
    {
      from: '$2',
      before: '$3',
    },
  )
  const text = `
    SELECT ${REQUEST_COLUMNS} FROM requests r WHERE ${conditions} AND ${condition} ORDER BY ${order} LIMIT $${values.push(query.limit)}`
  const { rows } = await orUnavailable(sqlOf(source).query<RequestRow>({ text, values }))
  return rows
}

/**
 * The requests that reached a source, newest first. The caller has checked that the source belongs to the tenant. A page of
 * accepted requests may end early, with a cursor.
 */
export async function listRequests(
  source: ListSource,
  sourceId: SourceId,
  query: RequestQuery,
): Promise<Page<InboundRequest>> {
  const { outcome, cause, limit } = query
  // Only rejected requests have a cause.
  if (cause !== undefined && outcome !== undefined && outcome !== 'rejected')
    return { data: [], nextCursor: null }
  if (outcome === 'accepted') return listAccepted(source, sourceId, query)
  const rows = await readRows(source, sourceId, { ...query, limit: limit + 1 })
  return toPageById(LIST, rows, { limit, toItem: toRequest })
}

async function listAccepted(
  source: ListSource,
  sourceId: SourceId,
  { limit, ...query }: RequestQuery,
): Promise<Page<InboundRequest>> {
  const accepted: RequestRow[] = []
  let { cursor } = query
  for (let read = 0; ; ) {
    const count = read === 0 ? limit + 1 : ROWS_PER_READ
    const rows = await readRows(source, sourceId, { ...query, outcome: undefined, cursor, limit: count })
    accepted.push(...rows.filter(({ outcome }) => outcome === 'accepted'))
    read += rows.length
    const page = toPageById(LIST, accepted, { limit, toItem: toRequest })
    const last = rows.at(-1)
    if (page.nextCursor !== null || last === undefined || rows.length < count) return page
    cursor = encodeCursor(LIST, last.id)
    if (read >= READ_MAX) return { ...page, nextCursor: cursor }
  }
}
