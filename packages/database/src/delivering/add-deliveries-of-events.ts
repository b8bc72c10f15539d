import type { DeliveryId, EndpointId, EventId, TenantId } from '@posthorn/contracts'
import { DELIVERIES_OF_PART } from '../publishing/store-fan-out.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { inTransaction, run } from '../sql/sql.ts'
import { SWEPT_AFTER_SECONDS } from './take-due-deliveries.ts'

/** New deliveries of stored events. */
interface NewDeliveriesOfEvents {
  tenantId: TenantId
  createdAt: Date
  deliveries: readonly { id: DeliveryId; eventId: EventId; endpointId: EndpointId }[]
}

/** $1 and $2 are the tenant and the time. */
const ADDED = rowsOf<NewDeliveriesOfEvents['deliveries'][number]>()(
  'd',
  {
    id: { type: 'text', of: ({ id }) => id },
    event_id: { type: 'text', of: ({ eventId }) => eventId },
    endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId },
  },
  3,
)

// Lock order: the tenant, shared; new rows. Each event is looked up separately, so that only its partition is read.
const ADD = {
  name: 'add-deliveries-of-events',
  text: `
    INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, remind_at, created_at)
    SELECT d.id, t.id, e.id, d.endpoint_id, e.type, now(), now() + make_interval(secs => ${SWEPT_AFTER_SECONDS}), $2
    FROM tenants AS t CROSS JOIN ${ADDED.from} CROSS JOIN LATERAL (
      SELECT id, type FROM events WHERE id = d.event_id LIMIT 1
    ) AS e
    WHERE t.id = $1 AND t.deleted_at IS NULL
    FOR KEY SHARE OF t
    ON CONFLICT (id) DO NOTHING`,
}

/** Adds deliveries to events of a tenant, all or nothing. Safe to repeat with the same ids. Adds none to an event that was deleted. */
export async function addDeliveriesOfEvents(
  database: Database,
  { tenantId, createdAt, deliveries }: NewDeliveriesOfEvents,
): Promise<void> {
  await inTransaction(poolOf(database), async (sql) => {
    for (let from = 0; from < deliveries.length; from += DELIVERIES_OF_PART) {
      const part = deliveries.slice(from, from + DELIVERIES_OF_PART)
      await run(sql, ADD, [tenantId, createdAt, ...ADDED.values(part)])
    }
  })
}
