import type { DeliveryId, EndpointId } from '@posthorn/contracts'
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
const REMINDER_SECONDS_MAX = 300

const TAKE = {
  name: 'take-due-reminders',
  text: `
    UPDATE deliveries d SET remind_at = now() + make_interval(secs =>
      least(greatest(extract(epoch FROM now() - d.next_attempt_at), ${REMINDER_SECONDS_MIN}), ${REMINDER_SECONDS_MAX}))
    FROM (
      SELECT id FROM deliveries WHERE status = 'pending' AND remind_at <= now()
      ORDER BY remind_at LIMIT $1 FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE d.id = due.id
    RETURNING d.id AS "deliveryId", d.attempt_count + 1 AS "attemptNumber"`,
}

/**
 * Takes deliveries that are due and may have no job; each caller gets others. If the caller dies before it has added
 * their jobs, they come up again.
 * @param limit how many at the most
 */
export async function takeDueReminders(
  { pool }: Database,
  limit: number,
): Promise<{ deliveryId: DeliveryId; attemptNumber: number }[]> {
  return run<{ deliveryId: DeliveryId; attemptNumber: number }>(pool, TAKE, [limit])
}

// One endpoint at a time, its row locked while a part of its deliveries is seen to. When that part was the last one,
// nothing is left to do.
const WAKE = {
  name: 'wake-endpoint',
  text: `
    WITH endpoint AS (
      SELECT id, enabled, deleted_at IS NOT NULL AS deleted FROM endpoints
      WHERE wake_at <= now() ORDER BY wake_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ), part AS (
      SELECT d.id, e.deleted FROM endpoint e JOIN deliveries d ON d.endpoint_id = e.id
      WHERE d.status = 'pending' AND (e.deleted OR (e.enabled AND d.remind_at IS NULL)) LIMIT $1
    ), woken AS (
      UPDATE deliveries d SET remind_at = now() FROM part WHERE d.id = part.id AND NOT part.deleted
    ), cancelled AS (
      UPDATE deliveries d SET status = 'cancelled', finished_at = now(), next_attempt_at = NULL, remind_at = NULL
      FROM part WHERE d.id = part.id AND part.deleted AND d.status = 'pending'
    ), done AS (
      UPDATE endpoints e SET wake_at = NULL FROM endpoint
      WHERE e.id = endpoint.id AND (SELECT count(*) FROM part) < $1
    )
    SELECT id AS "endpointId", (SELECT count(*)::int FROM part) AS deliveries FROM endpoint`,
}

/**
 * Sees to one endpoint that was enabled or deleted: what waited for it is due again, or is cancelled.
 * @param limit how many deliveries at the most; what is left is for the next call
 * @returns undefined when there is no such endpoint
 */
export async function wakeEndpoint(
  { pool }: Database,
  limit: number,
): Promise<{ endpointId: EndpointId; deliveries: number } | undefined> {
  const [endpoint] = await run<{ endpointId: EndpointId; deliveries: number }>(pool, WAKE, [limit])
  return endpoint
}
