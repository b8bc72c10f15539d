import type { AttemptTrigger, DeliveryId, DeliveryStatus, EndpointId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** A delivery that was sent to a listener and has no result yet. */
export interface SentDelivery {
  deliveryId: DeliveryId
  number: number
  status: DeliveryStatus
  trigger: AttemptTrigger
  failureCount: number
  sentAt: Date
  /** As they are recorded. */
  headers: Record<string, string>
}

const FIND = {
  name: 'find-sent-to-listener',
  text: `
    SELECT l.delivery_id AS "deliveryId", l.number, d.status, d.failure_count AS "failureCount",
      coalesce(l.sent_at, l.claimed_at) AS "sentAt", coalesce(l.sent_headers, '{}') AS headers,
      CASE WHEN d.manual_at <= l.claimed_at THEN 'manual' ELSE d.trigger END AS trigger
    FROM leases l CROSS JOIN LATERAL (
      SELECT status, failure_count, trigger, manual_at FROM deliveries WHERE id = l.delivery_id LIMIT 1
    ) AS d
    WHERE l.delivery_id = ANY ($1) AND l.endpoint_id = $2`,
}

const FIND_RELAY = {
  name: 'find-relay-of-results',
  text: `
    SELECT url, timeout_seconds AS "timeoutSeconds" FROM endpoints
    WHERE id = $1 AND tenant_id = $2 AND transport = 'relay'`,
}

/** What the record of an attempt needs to know of its relay; undefined when the tenant has none with this id. */
export async function findRelayOfResults(
  database: Database,
  tenantId: TenantId,
  endpointId: EndpointId,
): Promise<{ url: string; timeoutSeconds: number } | undefined> {
  const [relay] = await run<{ url: string; timeoutSeconds: number }>(poolOf(database), FIND_RELAY, [
    endpointId,
    tenantId,
  ])
  return relay
}

/** The deliveries of a relay that are in flight, or whose lease has expired and that were not sent again. */
export async function findSent(
  database: Database,
  endpointId: EndpointId,
  ids: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, SentDelivery>> {
  const rows = await run<SentDelivery>(poolOf(database), FIND, [ids, endpointId])
  return new Map(rows.map((row) => [row.deliveryId, row]))
}
