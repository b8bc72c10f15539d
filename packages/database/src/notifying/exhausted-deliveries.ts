import type { DeliveryId, EndpointId, EventId, TenantId } from '@posthorn/contracts'
import { type NewStoredEvent, storeEvent } from '../publishing/store-events.ts'
import type { Database } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'

/** An endpoint with deliveries that have used up their schedule, of which its tenant does not know yet. */
export interface ExhaustionToNotify {
  endpointId: EndpointId
  tenantId: TenantId
  url: string
}

// From one endpoint to the next in the index of the untold deliveries, however many an endpoint has. The mark is set
// before anything is told: of many workers one tells, and should it die, the next one does after the pause.
const TAKE = {
  name: 'take-untold-exhaustions',
  text: `
    WITH RECURSIVE untold AS (
      (SELECT endpoint_id FROM deliveries WHERE exhausted_untold ORDER BY endpoint_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT d.endpoint_id FROM deliveries d WHERE d.exhausted_untold AND d.endpoint_id > untold.endpoint_id
        ORDER BY d.endpoint_id LIMIT 1
      ) FROM untold WHERE untold.endpoint_id IS NOT NULL
    ), due AS (
      SELECT g.endpoint_id FROM untold JOIN endpoint_gates g ON g.endpoint_id = untold.endpoint_id
      WHERE g.exhausted_told_at IS NULL OR g.exhausted_told_at <= now() - make_interval(secs => $2)
      LIMIT $1 FOR NO KEY UPDATE OF g SKIP LOCKED
    )
    UPDATE endpoint_gates g SET exhausted_told_at = now()
    FROM due JOIN endpoints e ON e.id = due.endpoint_id
    WHERE g.endpoint_id = due.endpoint_id
    RETURNING e.id AS "endpointId", e.tenant_id AS "tenantId", e.url`,
}

/** Takes endpoints whose tenants are to be told now; no other worker takes them before the pause is over. */
export async function takeExhaustionsToNotify(
  { pool }: Database,
  { limit, pauseSeconds }: { limit: number; pauseSeconds: number },
): Promise<ExhaustionToNotify[]> {
  return run<ExhaustionToNotify>(pool, TAKE, [limit, pauseSeconds])
}

/** A delivery that has used up its schedule, and what its last attempt came to. */
export interface ExhaustedDelivery {
  deliveryId: DeliveryId
  eventId: EventId
  eventType: string
  attemptCount: number
  lastStatusCode: number | null
  lastErrorCode: string | null
}

const FIND_IDS = {
  name: 'find-untold-exhausted-ids',
  text: 'SELECT id FROM deliveries WHERE endpoint_id = $1 AND exhausted_untold ORDER BY id LIMIT $2',
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
 * The deliveries of an endpoint of which its tenant does not know yet that they have used up their schedule, the oldest
 * first.
 * @param limit how many ids at the most; what is left is for the next time
 * @param shown how many of them are read whole
 */
export async function findExhaustedToNotify(
  { pool }: Database,
  endpointId: EndpointId,
  { limit, shown }: { limit: number; shown: number },
): Promise<{ ids: DeliveryId[]; deliveries: ExhaustedDelivery[] }> {
  const rows = await run<{ id: DeliveryId }>(pool, FIND_IDS, [endpointId, limit])
  const ids = rows.map(({ id }) => id)
  return { ids, deliveries: await run<ExhaustedDelivery>(pool, FIND, [ids.slice(0, shown)]) }
}

// Locked in the order of their ids, as a recovery of the endpoint does it.
const MARK_TOLD = {
  name: 'mark-exhausted-told',
  text: `
    WITH untold AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id = ANY ($1) AND exhausted_untold ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE deliveries d SET exhausted_untold = false FROM untold WHERE d.id = untold.id RETURNING d.id`,
}

/**
 * Stores the event that tells a tenant of deliveries, together with the marks that it was told: both or neither.
 * @returns false when it was told already
 */
export async function storeExhaustionNotice(
  { pool }: Database,
  ids: readonly DeliveryId[],
  event: NewStoredEvent,
): Promise<boolean> {
  return inTransaction(pool, async (sql) => {
    const marked = await run(sql, MARK_TOLD, [ids])
    return marked.length > 0 && (await storeEvent(sql, event)) === 'stored'
  })
}
