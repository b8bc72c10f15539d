import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { isLeased } from './leases.ts'
import { FIRST_REMINDER_SECONDS, REMINDER_SECONDS_MAX } from './reminders.ts'

const ROWS_MAX = 10_000

// The sweeper finds every due delivery within this time; a delivery that waits for its endpoint has no `remind_at`.
const COUNT = {
  name: 'count-overdue',
  text: `
    SELECT count(*)::int AS overdue
    FROM (
      SELECT id, status, next_attempt_at FROM deliveries
      WHERE remind_at <= now() + make_interval(secs => ${REMINDER_SECONDS_MAX + FIRST_REMINDER_SECONDS})
      ORDER BY remind_at LIMIT ${ROWS_MAX}
    ) AS soon
    WHERE status = 'pending' AND NOT ${isLeased('soon.id')} AND next_attempt_at <= now() - make_interval(secs => ${FIRST_REMINDER_SECONDS})`,
}

/** Deliveries that are overdue and not claimed, among the 10,000 that the sweeper takes next. */
export async function countOverdue(database: Database): Promise<number> {
  const [row] = await run<{ overdue: number }>(poolOf(database), COUNT, [])
  return row?.overdue ?? 0
}
