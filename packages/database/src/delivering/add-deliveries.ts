import type { AttemptTrigger, Delivery, DeliveryId, EndpointId, EventId, TenantId } from '@posthorn/contracts'
import { DELIVERY_COLUMNS, type DeliveryRow, describeDeliveries } from '../listing/described-deliveries.ts'
import { type ComposedEvent, storeEvent } from '../publishing/store-events.ts'
import { DELIVERIES_OF_PART } from '../publishing/store-fan-out.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { inTransaction, run, type Sql } from '../sql/sql.ts'
import { SWEPT_AFTER_SECONDS } from './take-due-deliveries.ts'

/** New deliveries of a stored event. */
interface NewDeliveries {
  tenantId: TenantId
  eventId: EventId
  createdAt: Date
  deliveries: readonly NewDelivery[]
}

interface NewDelivery {
  id: DeliveryId
  endpointId: EndpointId
}

/** Rows converted without a pause of the event loop, like a page of a list. */
const ROWS_PER_READ = 250

/** $1 to $4 describe the event. */
const ADDED = rowsOf<NewDelivery>()(
  'd',
  {
    id: { type: 'text', of: ({ id }) => id },
    endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId },
  },
  5,
)

// Lock order: the tenant, shared; new rows.
const ADD = {
  name: 'add-deliveries',
  text: `
    INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, trigger, next_attempt_at, remind_at,
      created_at)
    SELECT d.id, e.tenant_id, e.id, d.endpoint_id, e.type, $3::attempt_trigger, now(),
      now() + make_interval(secs => ${SWEPT_AFTER_SECONDS}), $4
    FROM tenants t JOIN events e ON e.tenant_id = t.id CROSS JOIN ${ADDED.from}
    WHERE e.id = $1 AND t.id = $2 AND t.deleted_at IS NULL
    FOR KEY SHARE OF t
    ON CONFLICT (id) DO NOTHING`,
}

async function add(sql: Sql, trigger: AttemptTrigger, added: NewDeliveries): Promise<void> {
  const { eventId, tenantId, createdAt, deliveries } = added
  for (let from = 0; from < deliveries.length; from += DELIVERIES_OF_PART) {
    const part = deliveries.slice(from, from + DELIVERIES_OF_PART)
    await run(sql, ADD, [eventId, tenantId, trigger, createdAt, ...ADDED.values(part)])
  }
}

const FIND = {
  name: 'find-deliveries',
  text: `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE id = ANY ($1)`,
}

/**
 * Adds deliveries to an event, all or nothing. Safe to repeat with the same ids.
 * @returns their current state; none when the tenant, and with it the event, was deleted
 */
export async function addDeliveries(database: Database, added: NewDeliveries): Promise<Delivery[]> {
  await inTransaction(poolOf(database), (sql) => add(sql, 'schedule', added))
  const deliveries: Delivery[] = []
  for (let from = 0; from < added.deliveries.length; from += ROWS_PER_READ) {
    const ids = added.deliveries.slice(from, from + ROWS_PER_READ).map(({ id }) => id)
    const rows = await run<DeliveryRow>(poolOf(database), FIND, [ids])
    const described = await describeDeliveries(poolOf(database), rows)
    const found = new Map(described.map((delivery) => [delivery.id, delivery]))
    deliveries.push(...ids.flatMap((id) => found.get(id) ?? []))
  }
  return deliveries
}

/**
 * Stores a test event: each delivery is attempted once, regardless of the endpoint's schedule, limits and circuit. Safe to
 * repeat with the same ids. Lock order: the tenant, shared; new rows.
 * @returns false when the tenant was deleted and nothing was stored
 */
export async function storeTestEvent(database: Database, event: ComposedEvent): Promise<boolean> {
  const { id: eventId, tenantId, createdAt, deliveries } = event
  return inTransaction(poolOf(database), async (sql) => {
    const outcome = await storeEvent(sql, { ...event, deliveries: [] })
    if (outcome === 'stale') return false
    if (outcome === 'stored') await add(sql, 'test', { eventId, tenantId, createdAt, deliveries })
    return true
  })
}
