import type { EndpointId, TenantId } from '@posthorn/contracts'
import { type CountedKind, type StatsWindow, wholeHoursOf } from '@posthorn/webhook'
import type { Database } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { orUnavailable } from '../sql/unavailable.ts'

/** What is asked of the counts of one tenant. */
export interface CountQuery extends StatsWindow {
  /** Of one endpoint only; without it, of all of them and of the events. */
  endpointId?: EndpointId | undefined
  /** How long the parts last that are told one by one, from the beginning of the window. */
  partSeconds: number
}

// Of whole hours the hours are read, and what is not in them yet; of the rest of the window the minutes. Of each endpoint,
// also of a deleted one, its rows in each span and no others: rows are compared as a whole, so that only the table's own key
// serves (packages/database/src/sql/along-index.ts).
const READ = `
    SELECT part AS at, kind, json_object_agg(slot, count) AS slots
    FROM (
      SELECT date_bin(make_interval(secs => $5), at, $3) AS part, kind, slot, sum(count)::float8 AS count
      FROM unnest(CASE WHEN $2::text IS NULL THEN array_append(ARRAY(SELECT id FROM endpoints WHERE tenant_id = $1), '')
          ELSE ARRAY[$2] END) AS of (endpoint_id)
        CROSS JOIN (VALUES
          (60, false, $6::timestamptz, $7::timestamptz), (3600, false, $6, $7), (86400, false, $6, $7),
          (60, false, $3, $6), (60, true, $3, $6), (60, false, $7, $4), (60, true, $7, $4)
        ) AS span (seconds, folded, since, until)
        CROSS JOIN LATERAL (
          SELECT at, kind, slot, count FROM counts
          WHERE (tenant_id, endpoint_id, seconds, folded, at) >= ($1, of.endpoint_id, span.seconds, span.folded, span.since)
            AND (tenant_id, endpoint_id, seconds, folded, at) < ($1, of.endpoint_id, span.seconds, span.folded, span.until)
        ) AS read
      WHERE span.seconds <= $5
      GROUP BY part, kind, slot
    ) AS counted
    GROUP BY part, kind`

/**
 * What was counted in a window, in parts.
 * @returns for each part, by the moment at which it begins, what happened in it; parts in which nothing did are left out
 */
export async function readCounts(
  { pool }: Database,
  tenantId: TenantId,
  { endpointId, from, to, partSeconds }: CountQuery,
): Promise<Map<number, CountedKind[]>> {
  const hours = wholeHoursOf({ from, to }, partSeconds)
  const values = [tenantId, endpointId, from, to, partSeconds, hours.from, hours.to]
  const { rows } = await orUnavailable(pool.query<CountedKind & { at: Date }>(READ, values))
  const parts = new Map<number, CountedKind[]>()
  for (const { at, ...counted } of rows) {
    const part = parts.get(at.getTime())
    if (part === undefined) parts.set(at.getTime(), [counted])
    else part.push(counted)
  }
  return parts
}

/** More than so many are not counted: a backlog is large, and nobody waits for the exact number. */
const PENDING_COUNT_MAX = 10_000

const COUNT_PENDING = {
  name: 'count-pending-of-endpoint',
  text: `
    SELECT count(*)::int AS pending
    FROM (SELECT FROM deliveries WHERE endpoint_id = $1 AND status = 'pending' LIMIT ${PENDING_COUNT_MAX}) AS pending`,
}

/** How many deliveries are on their way to an endpoint now. */
export async function countPending({ pool }: Database, endpointId: EndpointId): Promise<number> {
  const [row] = await run<{ pending: number }>(pool, COUNT_PENDING, [endpointId])
  return row?.pending ?? 0
}
