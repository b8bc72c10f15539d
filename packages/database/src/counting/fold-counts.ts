import { HOURS_KEPT_HOURS, MINUTES_KEPT_HOURS } from '@posthorn/webhook'
import type { Database } from '../sql/database.ts'
import { run, type Statement } from '../sql/sql.ts'

const KEY = 'tenant_id, endpoint_id, seconds, folded, at, kind, slot'

// Which rows, is asked for once and put into an array: joined, it could be asked anew for each row there is.
/** Takes out rows that are not folded, those that nobody holds, and puts others in their place: both or neither. */
function fold(name: string, { rows, becomes }: { rows: string; becomes: string }): Statement {
  return {
    name,
    text: `
    WITH old AS (
      DELETE FROM counts WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM counts WHERE NOT folded AND ${rows} ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED))
      RETURNING tenant_id, endpoint_id, at, kind, CASE WHEN kind LIKE 'attempt.%' THEN slot ELSE 0 END AS slot, count
    ), added AS (
      INSERT INTO counts AS c (${KEY}, count)
      SELECT ${KEY}, sum(count) FROM (${becomes}) AS become GROUP BY ${KEY} ORDER BY ${KEY}
      ON CONFLICT (${KEY}) DO UPDATE SET count = c.count + excluded.count
    )
    SELECT count(*)::int AS count FROM old`,
  }
}

const FOLD_MINUTES = fold('fold-minutes', {
  rows: `seconds = 60 AND at < date_bin('1 hour', now() - interval '1 minute', 'epoch')`,
  becomes: `
        SELECT tenant_id, endpoint_id, 60 AS seconds, true AS folded, at, kind, slot, count FROM old
        UNION ALL
        SELECT tenant_id, endpoint_id, 3600, false, date_bin('1 hour', at, 'epoch'), kind, slot, count FROM old`,
})

const FOLD_HOURS = fold('fold-hours', {
  rows: `seconds = 3600 AND at < date_bin('1 day', now() - interval '${HOURS_KEPT_HOURS} h', 'epoch')`,
  becomes: `
        SELECT tenant_id, endpoint_id, 86400 AS seconds, false AS folded, date_bin('1 day', at, 'epoch') AS at, kind, slot,
          count
        FROM old`,
})

// They are in their hours.
const FORGET_MINUTES = {
  name: 'forget-minutes',
  text: `
    WITH forgotten AS (
      DELETE FROM counts WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM counts
        WHERE seconds = 60 AND folded AND at < date_bin('1 hour', now() - interval '${MINUTES_KEPT_HOURS} h', 'epoch')
        ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED))
      RETURNING 1
    )
    SELECT count(*)::int AS count FROM forgotten`,
}

/**
 * Adds the minutes of finished hours to those hours, and keeps them for as long as one can ask for minutes; makes days of
 * old hours. Each is one statement, so nothing is ever added twice or not at all. Workers that fold at once get other rows.
 * @param limit how many rows of each at the most
 * @returns whether there may be more
 */
export async function foldCounts({ pool }: Database, limit: number): Promise<boolean> {
  let hasMore = false
  for (const statement of [FOLD_MINUTES, FOLD_HOURS, FORGET_MINUTES]) {
    const [{ count } = { count: 0 }] = await run<{ count: number }>(pool, statement, [limit])
    hasMore ||= count === limit
  }
  return hasMore
}
