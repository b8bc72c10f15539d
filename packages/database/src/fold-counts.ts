import { HOURS_KEPT_HOURS, MINUTES_KEPT_HOURS } from '@posthorn/webhook'
import type { Database } from './database.ts'
import { run } from './sql.ts'

/** Buckets that are made of finer ones: whole ones only, so that what is asked for in either is all there. */
const FOLDS = [
  { name: 'fold-minutes', from: 60, to: 3600, keptHours: MINUTES_KEPT_HOURS },
  { name: 'fold-hours', from: 3600, to: 86_400, keptHours: HOURS_KEPT_HOURS },
].map(({ name, from, to, keptHours }) => ({
  name,
  text: `
    WITH old AS (
      DELETE FROM counts WHERE (tenant_id, endpoint_id, seconds, at, kind, slot) IN (
        SELECT tenant_id, endpoint_id, seconds, at, kind, slot FROM counts
        WHERE seconds = ${from} AND at < date_bin('${to} s', now() - interval '${keptHours} h', 'epoch')
        ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED)
      RETURNING tenant_id, endpoint_id, date_bin('${to} s', at, 'epoch') AS at, kind,
        CASE WHEN kind LIKE 'attempt.%' THEN slot ELSE 0 END AS slot, count
    ), folded AS (
      INSERT INTO counts AS c (tenant_id, endpoint_id, seconds, at, kind, slot, count)
      SELECT tenant_id, endpoint_id, ${to}, at, kind, slot, sum(count) FROM old
      GROUP BY tenant_id, endpoint_id, at, kind, slot ORDER BY tenant_id, endpoint_id, at, kind, slot
      ON CONFLICT (tenant_id, endpoint_id, seconds, at, kind, slot) DO UPDATE SET count = c.count + excluded.count
    )
    SELECT count(*)::int AS folded FROM old`,
}))

/**
 * Makes hours of minutes that are old, and days of old hours: taken out and added in one statement, so nothing is ever
 * there twice or not at all. Workers that fold at once get other rows.
 * @param limit how many rows of each at the most
 * @returns whether there may be more
 */
export async function foldCounts({ pool }: Database, limit: number): Promise<boolean> {
  let hasMore = false
  for (const fold of FOLDS) {
    const [{ folded } = { folded: 0 }] = await run<{ folded: number }>(pool, fold, [limit])
    hasMore ||= folded === limit
  }
  return hasMore
}
