import type { Database } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

const NOW_MS = '(extract(epoch FROM now()) * 1000)::bigint'

// The clock of the database: a process whose clock is ahead would create windows that end late.
const COUNT = {
  name: 'count-request',
  text: `
    INSERT INTO rate_limits AS r (key, points, expire) VALUES ($1, 1, ${NOW_MS} + $2)
    ON CONFLICT (key) DO UPDATE SET
      points = CASE WHEN r.expire <= ${NOW_MS} THEN 1 ELSE r.points + 1 END,
      expire = CASE WHEN r.expire <= ${NOW_MS} THEN excluded.expire ELSE r.expire END
    RETURNING points AS count, (expire - ${NOW_MS})::int AS "endsInMs"`,
}

/**
 * Counts one request in the current window, or starts the next one.
 * @returns the requests in the window, and when it ends
 */
export async function countRequest(
  { pool }: Pick<Database, 'pool'>,
  key: string,
  windowMs: number,
): Promise<{ count: number; endsInMs: number }> {
  const [row] = await run<{ count: number; endsInMs: number }>(pool, COUNT, [key, windowMs])
  if (row === undefined) throw new Error('INSERT … ON CONFLICT DO UPDATE returned no row')
  return row
}

const FORGET = {
  name: 'forget-rate-limits',
  text: `
    WITH forgotten AS (
      DELETE FROM rate_limits WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM rate_limits WHERE expire <= ${NOW_MS} LIMIT $1 FOR UPDATE SKIP LOCKED))
      RETURNING 1
    )
    SELECT count(*)::int AS count FROM forgotten`,
}

/**
 * Deletes windows that have ended, at most `limit` of them.
 * @returns whether there may be more
 */
export async function forgetEndedWindows({ pool }: Database, limit: number): Promise<boolean> {
  const [{ count } = { count: 0 }] = await run<{ count: number }>(pool, FORGET, [limit])
  return count === limit
}
