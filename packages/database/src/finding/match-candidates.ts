import {
  type DeliveryId,
  type DeliveryStatus,
  type EndpointId,
  type EventId,
  firstIdAt,
  type Page,
  type PageQuery,
  type TenantId,
} from '@posthorn/contracts'
import { alongIndex, LAST_ID } from '../sql/along-index.ts'
import { encodeCursor, listOf, positionOf } from '../sql/cursor.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** An endpoint as it is now, and its latest delivery of an event. */
export interface MatchCandidate {
  id: EndpointId
  createdAt: Date
  updatedAt: Date
  deletedAt: Date | null
  isEnabled: boolean
  eventTypes: string[]
  /** JSON text. */
  filter: string | null
  deliveryId: DeliveryId | null
  deliveryStatus: DeliveryStatus | null
}

/** An event that is replayed to thousands of endpoints again and again has more; its first deliveries are found all the same. */
const NEWEST_DELIVERIES = 20_000

const PAGE = alongIndex([['tenant_id', '$1']], { from: "''", before: '$2' })

// The first delivery of an endpoint has the time of its event in its id ($5 to $6), so it is looked up; those of replays are
// among the newest of the event.
const FIND = {
  name: 'find-match-candidates',
  text: `
    WITH page AS MATERIALIZED (
      SELECT id, created_at, updated_at, deleted_at, enabled, event_types, filter::text AS filter FROM endpoints
      WHERE ${PAGE.conditions} ORDER BY ${PAGE.order} LIMIT $3
    ), newest AS MATERIALIZED (
      SELECT id, endpoint_id, status FROM deliveries
      WHERE (event_id, id) >= ($4, $5) AND (event_id, id) < ($4, '${LAST_ID}')
      ORDER BY event_id DESC, id DESC LIMIT ${NEWEST_DELIVERIES}
    ), replayed AS MATERIALIZED (
      SELECT DISTINCT ON (endpoint_id) endpoint_id, id, status FROM newest
      WHERE endpoint_id = ANY (ARRAY(SELECT id FROM page)) ORDER BY endpoint_id, id DESC
    )
    SELECT page.id, page.created_at AS "createdAt", page.updated_at AS "updatedAt", page.deleted_at AS "deletedAt",
      page.enabled AS "isEnabled", page.event_types AS "eventTypes", page.filter,
      coalesce(replayed.id, first.id) AS "deliveryId", coalesce(replayed.status, first.status) AS "deliveryStatus"
    FROM page LEFT JOIN replayed ON replayed.endpoint_id = page.id
      LEFT JOIN LATERAL (
        SELECT id, status FROM deliveries
        WHERE replayed.id IS NULL AND (endpoint_id, id) >= (page.id, $5) AND (endpoint_id, id) < (page.id, $6)
          AND (event_id = $4) IS TRUE
        ORDER BY endpoint_id DESC, id DESC LIMIT 1
      ) AS first ON true
    ORDER BY page.id DESC`,
}

/** Rows with filters of up to 8 KiB: converting this many does not block the event loop. */
const ROWS_PER_READ = 50

/**
 * The endpoints of a tenant, deleted ones too, newest first, each with its latest delivery of an event.
 * @param toItems converts endpoints in their order; with fewer items than endpoints the page ends early
 * @throws ProblemError `invalid_cursor`
 */
export async function listMatchCandidates<Item>(
  database: Database,
  { tenantId, ...event }: { tenantId: TenantId; id: EventId; createdAt: Date },
  { limit, cursor }: PageQuery,
  toItems: (endpoints: readonly MatchCandidate[]) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const list = listOf('endpoint')
  const times = [event.createdAt, new Date(event.createdAt.getTime() + 1)]
  const [firstId, endId] = times.map((time) => firstIdAt('delivery', time))
  const data: Item[] = []
  for (let position = positionOf(list, cursor); ; ) {
    const count = Math.min(ROWS_PER_READ, limit - data.length)
    const values = [tenantId, position ?? LAST_ID, count + 1, event.id, firstId, endId]
    const rows = await run<MatchCandidate>(poolOf(database), FIND, values)
    const items = await toItems(rows.slice(0, count))
    data.push(...items)
    position = rows[items.length - 1]?.id ?? position
    if (items.length === rows.length) return { data, nextCursor: null }
    if (items.length < count || data.length === limit)
      return { data, nextCursor: position === undefined ? null : encodeCursor(list, position) }
  }
}
