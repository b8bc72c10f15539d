import type { EndpointId, TenantId } from '@posthorn/contracts'
import { type CountedKind, type StatsWindow, wholeHoursOf } from '@posthorn/webhook'
import type { Database } from './database.ts'
import { run } from './sql.ts'
import { orUnavailable } from './unavailable.ts'

/** What is asked of the counts of one tenant. */
export interface CountQuery extends StatsWindow {
  /** Of one endpoint only; without it, of all of them and of the events. */
  endpointId?: EndpointId | undefined
  /** How long the parts last that are told one by one, from the beginning of the window. */
  partSeconds: number
}

// The endpoints are named, so that of each the rows within the window are read, and no others. A deleted one is still
// there.
const OF_ENDPOINTS = `tenant_id = $1 AND endpoint_id = ANY (
          CASE WHEN $2::text IS NULL THEN array_append(ARRAY(SELECT id FROM endpoints WHERE tenant_id = $1), '') ELSE ARRAY[$2] END)`

// Of whole hours the hours are read, and what is not in them yet; of the rest of the window the minutes. Planned anew each
// time, unlike the others: a plan that is to suit any window is several times slower for a large one.
const READ = `
    SELECT part AS at, kind, json_object_agg(slot, count) AS slots
    FROM (
      SELECT date_bin(make_interval(secs => $5), at, $3) AS part, kind, slot, sum(count)::float8 AS count
      FROM (
        SELECT at, kind, slot, count FROM counts
        WHERE ${OF_ENDPOINTS} AND seconds IN (60, 3600, 86400) AND seconds <= $5 AND NOT folded AND at >= $6 AND at < $7
        UNION ALL
        SELECT at, kind, slot, count FROM counts
        WHERE ${OF_ENDPOINTS} AND seconds = 60 AND folded IN (false, true) AND at >= $3 AND at < $6
        UNION ALL
        SELECT at, kind, slot, count FROM counts
        WHERE ${OF_ENDPOINTS} AND seconds = 60 AND folded IN (false, true) AND at >= $7 AND at < $4
      ) AS read
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
