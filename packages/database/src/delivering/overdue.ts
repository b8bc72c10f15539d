import type { Database } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { isLeased } from './leases.ts'
import { FIRST_REMINDER_SECONDS, REMINDER_SECONDS_MAX } from './reminders.ts'

const LOOKED_AT_MAX = 10_000

// A delivery that is due comes up for the sweeper within this time, and one that waits for its endpoint does not.
const COUNT = {
  name: 'count-overdue',
  text: `
    SELECT count(*)::int AS overdue
    FROM (
      SELECT id, status, next_attempt_at FROM deliveries
      WHERE remind_at <= now() + make_interval(secs => ${REMINDER_SECONDS_MAX + FIRST_REMINDER_SECONDS})
      ORDER BY remind_at LIMIT ${LOOKED_AT_MAX}
    ) AS soon
    WHERE status = 'pending' AND NOT ${isLeased('soon.id')} AND next_attempt_at <= now() - make_interval(secs => ${FIRST_REMINDER_SECONDS})`,
}

/**
 * How many deliveries have been due for a while without a worker having taken them, of the 10,000 that come up next:
 * enough to see that the workers do not keep up.
 */
export async function countOverdue({ pool }: Database): Promise<number> {
  const [row] = await run<{ overdue: number }>(pool, COUNT, [])
  return row?.overdue ?? 0
}
