import type { DeliveryId, EndpointId, EventId, TenantId } from '@posthorn/contracts'
import { type ComposedEvent, storeEvent } from '../publishing/store-events.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'
import { setExhaustedNotifiedAt, setNotificationPending } from './notification-columns.ts'

/** An endpoint with exhausted deliveries whose notification is pending. */
export interface ExhaustionToNotify {
  endpointId: EndpointId
  tenantId: TenantId
  url: string
}

// Lock order: free gates only (SKIP LOCKED).
// Skips from one endpoint to the next in the index of deliveries with a pending notification, however many an endpoint has.
// Sets the mark before the notification: one worker notifies, and if it dies, another does after the pause.
const TAKE = {
  name: 'take-exhaustions-to-notify',
  text: `
    WITH RECURSIVE pending AS (
      (SELECT endpoint_id FROM deliveries WHERE notification_pending ORDER BY endpoint_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT d.endpoint_id FROM deliveries d WHERE d.notification_pending AND d.endpoint_id > pending.endpoint_id
        ORDER BY d.endpoint_id LIMIT 1
      ) FROM pending WHERE pending.endpoint_id IS NOT NULL
    ), due AS (
      SELECT g.endpoint_id FROM pending JOIN endpoint_gates g ON g.endpoint_id = pending.endpoint_id
      WHERE g.exhausted_notified_at IS NULL OR g.exhausted_notified_at <= now() - make_interval(secs => $2)
      LIMIT $1 FOR NO KEY UPDATE OF g SKIP LOCKED
    )
    UPDATE endpoint_gates g SET ${setExhaustedNotifiedAt('now()')}
    FROM due JOIN endpoints e ON e.id = due.endpoint_id
    WHERE g.endpoint_id = due.endpoint_id
    RETURNING e.id AS "endpointId", e.tenant_id AS "tenantId", e.url`,
}

/** Takes endpoints whose tenants are notified now. No other worker takes them during the pause. */
export async function takeExhaustionsToNotify(
  database: Database,
  { limit, pauseSeconds }: { limit: number; pauseSeconds: number },
): Promise<ExhaustionToNotify[]> {
  return run<ExhaustionToNotify>(poolOf(database), TAKE, [limit, pauseSeconds])
}

/** A delivery that used up its schedule, with the result of its last attempt. */
export interface ExhaustedDelivery {
  deliveryId: DeliveryId
  eventId: EventId
  eventType: string
  attemptCount: number
  lastStatusCode: number | null
  lastErrorCode: string | null
}

const FIND_IDS = {
  name: 'find-exhausted-ids-to-notify',
  text: 'SELECT id FROM deliveries WHERE endpoint_id = $1 AND notification_pending ORDER BY id LIMIT $2',
}

const FIND = {
  name: 'find-exhausted-deliveries',
  text: `
    SELECT d.id AS "deliveryId", d.event_id AS "eventId", d.event_type AS "eventType",
      d.attempt_count AS "attemptCount", a.status_code AS "lastStatusCode", a.error_code AS "lastErrorCode"
    FROM deliveries d LEFT JOIN LATERAL (
      SELECT status_code, error_code FROM attempts WHERE delivery_id = d.id ORDER BY number DESC LIMIT 1
    ) AS a ON true
    WHERE d.id = ANY ($1) ORDER BY d.id`,
}

/**
 * Exhausted deliveries of an endpoint whose notification is pending, the oldest first.
 * @param limit maximum number of ids; the next notification has the rest
 * @param shown number of deliveries with details
 */
export async function findExhaustedToNotify(
  database: Database,
  endpointId: EndpointId,
  { limit, shown }: { limit: number; shown: number },
): Promise<{ ids: DeliveryId[]; deliveries: ExhaustedDelivery[] }> {
  const rows = await run<{ id: DeliveryId }>(poolOf(database), FIND_IDS, [endpointId, limit])
  const ids = rows.map(({ id }) => id)
  return { ids, deliveries: await run<ExhaustedDelivery>(poolOf(database), FIND, [ids.slice(0, shown)]) }
}

// Lock order of the transaction: deliveries by id, as in a recovery; the tenant, shared; new rows.
const MARK_NOTIFIED = {
  name: 'mark-exhausted-notified',
  text: `
    WITH pending AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id = ANY ($1) AND notification_pending ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE deliveries d SET ${setNotificationPending('false')} FROM pending WHERE d.id = pending.id RETURNING d.id`,
}

/**
 * Stores the event that notifies a tenant about exhausted deliveries and marks them as notified, in one transaction.
 * @returns false when another worker has notified the tenant
 */
export async function storeExhaustionNotification(
  database: Database,
  ids: readonly DeliveryId[],
  event: ComposedEvent,
): Promise<boolean> {
  return inTransaction(poolOf(database), async (sql) => {
    const marked = await run(sql, MARK_NOTIFIED, [ids])
    return marked.length > 0 && (await storeEvent(sql, event)) === 'stored'
  })
}
