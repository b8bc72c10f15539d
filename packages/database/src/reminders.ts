import type { DeliveryId } from '@posthorn/contracts'
import type { Database } from './database.ts'
import { run } from './sql.ts'

/**
 * A delivery's job is added right after the row is written. Should it be missing this long after the delivery was due
 * (a crash in between, an emptied Redis), the sweeper adds it.
 */
export const FIRST_REMINDER_SECONDS = 10

// Then again, at growing distance: a delivery that merely waits behind a million others is not asked about every
// time, and a lost job is never lost for more than this.
const REMINDER_SECONDS_MIN = 15
export const REMINDER_SECONDS_MAX = 300

/** A delivery that is due, and the number that its next attempt will have. */
export interface DueDelivery {
  deliveryId: DeliveryId
  attemptNumber: number
}

// A finished delivery that nobody wants to try again needs no reminder: it is left alone after this one.
const TAKE = {
  name: 'take-due-reminders',
  text: `
    UPDATE deliveries d SET remind_at = CASE WHEN d.status <> 'pending' AND d.manual_at IS NULL THEN NULL
      ELSE greatest(
        d.next_attempt_at + make_interval(secs => ${FIRST_REMINDER_SECONDS}),
        now() + make_interval(secs => least(
          greatest(extract(epoch FROM now() - d.next_attempt_at), ${REMINDER_SECONDS_MIN}), ${REMINDER_SECONDS_MAX}))) END
    FROM (
      SELECT id FROM deliveries WHERE remind_at <= now() ORDER BY remind_at LIMIT $1 FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE d.id = due.id
    RETURNING d.id AS "deliveryId", d.attempt_count + 1 AS "attemptNumber", d.manual_at IS NOT NULL AS "isManual"`,
}

/**
 * Takes deliveries that are due and may have no job; each caller gets others. If the caller dies before it has added
 * their jobs, they come up again.
 * @param limit how many at the most
 */
export async function takeDueReminders(
  { pool }: Database,
  limit: number,
): Promise<(DueDelivery & { isManual: boolean })[]> {
  return run<DueDelivery & { isManual: boolean }>(pool, TAKE, [limit])
}
