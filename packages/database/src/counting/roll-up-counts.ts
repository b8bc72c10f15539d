import { HOURS_KEPT_HOURS, MINUTES_KEPT_HOURS } from '@posthorn/webhook'
import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
import type { Statement } from '../sql/sql.ts'

const KEY = 'tenant_id, endpoint_id, seconds, folded, at, kind, slot'

// The rows are named in an array, so the subquery runs once: a join could run it for each row of the table.
/**
 * Replaces rows that are not rolled up (`folded` is false) by others, in one statement.
 * Lock order: free rows of `counts` (SKIP LOCKED); the new rows in the order of their key.
 * @param rows condition of the old rows
 * @param replacement query of the new rows, from `old`
 */
function rollUp(name: string, { rows, replacement }: { rows: string; replacement: string }): Statement {
  return {
    name,
    text: `
    WITH old AS (
      DELETE FROM counts WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM counts WHERE NOT folded AND ${rows} ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED))
      RETURNING tenant_id, endpoint_id, at, kind, CASE WHEN kind LIKE 'attempt.%' THEN slot ELSE 0 END AS slot, count
    ), added AS (
      INSERT INTO counts AS c (${KEY}, count)
      SELECT ${KEY}, sum(count) FROM (${replacement}) AS replacement GROUP BY ${KEY} ORDER BY ${KEY}
      ON CONFLICT (${KEY}) DO UPDATE SET count = c.count + excluded.count
    )
    SELECT count(*)::int AS count FROM old`,
  }
}

const ROLL_UP_MINUTES = rollUp('roll-up-minutes', {
  rows: `seconds = 60 AND at < date_bin('1 hour', now() - interval '1 minute', 'epoch')`,
  replacement: `
        SELECT tenant_id, endpoint_id, 60 AS seconds, true AS folded, at, kind, slot, count FROM old
        UNION ALL
        SELECT tenant_id, endpoint_id, 3600, false, date_bin('1 hour', at, 'epoch'), kind, slot, count FROM old`,
})

const ROLL_UP_HOURS = rollUp('roll-up-hours', {
  rows: `seconds = 3600 AND at < date_bin('1 day', now() - interval '${HOURS_KEPT_HOURS} h', 'epoch')`,
  replacement: `
        SELECT tenant_id, endpoint_id, 86400 AS seconds, false AS folded, date_bin('1 day', at, 'epoch') AS at, kind, slot,
          count
        FROM old`,
})

// Their hours include them.
const DELETE_MINUTES = deleteStatement(
  'delete-minutes',
  'counts',
  `seconds = 60 AND folded AND at < date_bin('1 hour', now() - interval '${MINUTES_KEPT_HOURS} h', 'epoch') ORDER BY at`,
)

/**
 * Adds the minutes of finished hours to those hours, keeps the minutes as long as statistics can ask for them, and rolls old hours
 * up into days. Each step is one statement, so a row is never added twice or lost. Concurrent workers roll up different rows.
 * @param limit rows of each step
 * @returns whether there may be more
 */
export async function rollUpCounts(database: Database, limit: number): Promise<boolean> {
  let hasMore = false
  for (const statement of [ROLL_UP_MINUTES, ROLL_UP_HOURS, DELETE_MINUTES]) {
    if (await runBatch(poolOf(database), statement, limit)) hasMore = true
  }
  return hasMore
}
