import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type StatementLimit, withStatementLimit } from '../sql/statement-limit.ts'
import { isLeased } from './leases.ts'
import { SWEPT_AFTER_SECONDS, SWEPT_AGAIN_SECONDS_MAX } from './take-due-deliveries.ts'

const ROWS_MAX = 10_000

/** Deliveries that are due and that no worker has claimed. */
export interface Overdue {
  deliveries: number
  /** How long the oldest of them has been due; 0 without one. */
  oldestSeconds: number
}

// The sweeper finds every due delivery within this time; a delivery that waits for its endpoint has no `remind_at`.
const FIND = {
  name: 'find-overdue',
  text: `
    SELECT count(*)::int AS deliveries, coalesce(extract(epoch FROM now() - min(next_attempt_at)), 0)::float8 AS "oldestSeconds"
    FROM (
      SELECT id, status, next_attempt_at FROM deliveries
      WHERE remind_at <= now() + make_interval(secs => ${SWEPT_AGAIN_SECONDS_MAX + SWEPT_AFTER_SECONDS})
      ORDER BY remind_at LIMIT ${ROWS_MAX}
    ) AS soon
    WHERE status = 'pending' AND NOT ${isLeased('soon.id')} AND next_attempt_at <= now() - make_interval(secs => ${SWEPT_AFTER_SECONDS})`,
}

/** Deliveries that are overdue and not claimed, among the 10,000 that the sweeper takes next. */
export async function findOverdue(database: Database, limit: StatementLimit): Promise<Overdue> {
  const [row] = await withStatementLimit(poolOf(database), limit, (sql) => run<Overdue>(sql, FIND, []))
  return row ?? { deliveries: 0, oldestSeconds: 0 }
}
