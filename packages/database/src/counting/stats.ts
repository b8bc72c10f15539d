import type { EndpointId, TenantId } from '@posthorn/contracts'
import { type CountedKind, type StatsWindow, wholeHoursOf } from '@posthorn/webhook'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { run } from '../sql/sql.ts'
import { orUnavailable } from '../sql/unavailable.ts'

/** Selects counts of one tenant. */
export interface CountQuery extends StatsWindow {
  /** Without it: all endpoints, and the events. */
  endpointId?: EndpointId | undefined
  /** Length of each bucket of the window. */
  bucketSeconds: number
}

// For whole hours: days, hours, and minutes that are not rolled up yet; for the rest of the window: minutes. Whole rows are
// compared, so that only the primary key applies (packages/database/src/sql/along-index.ts). Deleted endpoints are included.
const READ = `
    SELECT bucket AS at, kind, json_object_agg(slot, count) AS bins
    FROM (
      SELECT date_bin(make_interval(secs => $5), at, $3) AS bucket, kind, slot, sum(count)::float8 AS count
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
      GROUP BY bucket, kind, slot
    ) AS counted
    GROUP BY bucket, kind`

/**
 * Reads the counts of a window, in buckets.
 * @returns the counts of each bucket, by its start in milliseconds; empty buckets are left out
 */
export async function readCounts(
  source: ListSource,
  tenantId: TenantId,
  { endpointId, from, to, bucketSeconds }: CountQuery,
): Promise<Map<number, CountedKind[]>> {
  const hours = wholeHoursOf({ from, to }, bucketSeconds)
  const values = [tenantId, endpointId, from, to, bucketSeconds, hours.from, hours.to]
  const { rows } = await orUnavailable(sqlOf(source).query<CountedKind & { at: Date }>(READ, values))
  const buckets = new Map<number, CountedKind[]>()
  for (const { at, ...counted } of rows) {
    const bucket = buckets.get(at.getTime())
    if (bucket === undefined) buckets.set(at.getTime(), [counted])
    else bucket.push(counted)
  }
  return buckets
}

/** Counting stops here: for a large backlog the exact number does not matter. */
const PENDING_COUNT_MAX = 10_000

const COUNT_PENDING = {
  name: 'count-pending-of-endpoint',
  text: `
    SELECT count(*)::int AS pending
    FROM (SELECT FROM deliveries WHERE endpoint_id = $1 AND status = 'pending' LIMIT ${PENDING_COUNT_MAX}) AS pending`,
}

/** Number of pending deliveries of an endpoint, at most 10,000. */
export async function countPending(source: ListSource, endpointId: EndpointId): Promise<number> {
  const [row] = await run<{ pending: number }>(sqlOf(source), COUNT_PENDING, [endpointId])
  return row?.pending ?? 0
}
