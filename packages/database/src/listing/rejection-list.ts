import {
  REJECTING_SOURCES_MAX,
  REJECTIONS_COUNTED_MAX,
  type Rejection,
  type RejectionQuery,
  RequestCause,
  type RequestId,
  type SourceId,
  type TenantId,
} from '@posthorn/contracts'
import { causeOf, storedCause } from '../receiving/stored-cause.ts'
import { LAST_ID } from '../sql/along-index.ts'
import { idsOfPage } from '../sql/cursor.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { run } from '../sql/sql.ts'

const WINDOW_MS = 24 * 3_600_000
const CAUSES = RequestCause.options.map(storedCause)

// One short range of the index of causes for each source and cause: what an attacker sends is counted up to a bound. Columns are
// compared one by one: with whole rows, the index of sources, which has no cause, would be read for its first column.
const READ = {
  name: 'read-rejections',
  text: `
    WITH newest AS MATERIALIZED (
      SELECT id, name FROM sources WHERE (tenant_id, id) >= ($1, '') AND (tenant_id, id) < ($1, '~')
      ORDER BY tenant_id DESC, id DESC LIMIT ${REJECTING_SOURCES_MAX}
    )
    SELECT s.id AS "sourceId", s.name AS "sourceName", c.cause, found.count, found.id AS "lastRequestId",
      found.last_at AS "lastAt"
    FROM newest s CROSS JOIN unnest($2::text[]) AS c (cause) CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, max(id COLLATE "C") AS id, max(received_at) AS last_at FROM (
        SELECT r.id, r.received_at FROM requests r
        WHERE r.cause IS NOT NULL AND r.source_id = s.id AND r.cause = c.cause AND r.id >= $3 AND r.id < $4
        ORDER BY r.source_id DESC, r.cause DESC, r.id DESC LIMIT ${REJECTIONS_COUNTED_MAX + 1}
      ) AS counted
    ) AS found
    WHERE found.count > 0 ORDER BY found.last_at DESC, found.id DESC`,
}

interface RejectionRow {
  sourceId: SourceId
  sourceName: string
  cause: string
  count: number
  lastRequestId: RequestId
  lastAt: Date
}

/** What the newest sources of a tenant have rejected in a window, by source and cause, the latest first. */
export async function listRejections(
  source: ListSource,
  tenantId: TenantId,
  query: RejectionQuery,
): Promise<Rejection[]> {
  const from = query.from ?? new Date((query.to ?? new Date()).getTime() - WINDOW_MS)
  const { gte = '', lt = LAST_ID } = idsOfPage('request', { from, to: query.to })
  const rows = await run<RejectionRow>(sqlOf(source), READ, [tenantId, CAUSES, gte, lt])
  return rows.map(({ cause, count, lastAt, ...row }) => ({
    ...row,
    cause: causeOf(cause),
    count: Math.min(count, REJECTIONS_COUNTED_MAX),
    more: count > REJECTIONS_COUNTED_MAX,
    lastAt: lastAt.toISOString(),
  }))
}
