import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
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
  database: Database,
  key: string,
  windowMs: number,
): Promise<{ count: number; endsInMs: number }> {
  const [row] = await run<{ count: number; endsInMs: number }>(poolOf(database), COUNT, [key, windowMs])
  if (row === undefined) throw new Error('INSERT … ON CONFLICT DO UPDATE returned no row')
  return row
}

const DELETE_ENDED = deleteStatement('delete-rate-limits', 'rate_limits', `expire <= ${NOW_MS}`)

/**
 * Deletes at most `limit` windows that have ended.
 * @returns whether there may be more
 */
export async function deleteEndedWindows(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), DELETE_ENDED, limit)
}
