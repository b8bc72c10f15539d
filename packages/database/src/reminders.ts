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

// One that a worker has comes up again when its lease ends. A finished delivery that nobody wants to try again needs no
// reminder: it is left alone after this one. The rows are named in an array: joined, all there are could be read, since
// the planner does not know how few the limit lets through.
const TAKE = {
  name: 'take-due-reminders',
  text: `
    WITH due AS MATERIALIZED (
      SELECT id FROM deliveries WHERE remind_at <= now() - make_interval(secs => $2)
      ORDER BY remind_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
    ), lease AS MATERIALIZED (
      SELECT due.id, l.expires_at, l.number FROM due CROSS JOIN LATERAL (
        SELECT expires_at, number FROM leases WHERE delivery_id = due.id LIMIT 1
      ) AS l
    ), taken AS (
      UPDATE deliveries d SET remind_at = CASE WHEN lease.expires_at > now() THEN lease.expires_at
        WHEN d.status <> 'pending' AND d.manual_at IS NULL THEN NULL
        ELSE greatest(
          d.next_attempt_at + make_interval(secs => ${FIRST_REMINDER_SECONDS}),
          now() + make_interval(secs => least(
            greatest(extract(epoch FROM now() - d.next_attempt_at), ${REMINDER_SECONDS_MIN}), ${REMINDER_SECONDS_MAX}))) END
      FROM due LEFT JOIN lease ON lease.id = due.id
      WHERE d.id = ANY (ARRAY(SELECT id FROM due)) AND d.id = due.id
      RETURNING d.id, coalesce(lease.number, d.attempt_count) + 1 AS number, d.manual_at, lease.expires_at
    )
    SELECT id AS "deliveryId", number AS "attemptNumber", manual_at IS NOT NULL AS "isManual",
      coalesce(expires_at > now(), false) AS "isLeased"
    FROM taken`,
}

/** What was looked at, and what of it is due. */
export interface TakenReminders {
  /** How many: as many as the limit when there may be more. */
  taken: number
  due: (DueDelivery & { isManual: boolean })[]
}

/**
 * Takes deliveries that are due and may have no job; each caller gets others. If the caller dies before it has added
 * their jobs, they come up again.
 * @param limit how many at the most
 * @param overdueSeconds only those whose reminder is late by so much; 0 for all
 */
export async function takeDueReminders(
  { pool }: Database,
  { limit, overdueSeconds }: { limit: number; overdueSeconds: number },
): Promise<TakenReminders> {
  type Row = DueDelivery & { isManual: boolean; isLeased: boolean }
  const rows = await run<Row>(pool, TAKE, [limit, overdueSeconds])
  return { taken: rows.length, due: rows.filter(({ isLeased }) => !isLeased) }
}
