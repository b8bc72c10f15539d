import type { DeliveryId, EndpointId, TenantId } from '@posthorn/contracts'
import { COUNTED_FAILURES } from '../counting/failures.ts'
import type { DueDelivery } from '../delivering/take-due-deliveries.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type AttemptRecord, type DisabledEndpoint, RECORDS, type Recorded } from './attempt-record.ts'
import { DECIDED } from './decided-records.ts'
import { DISABLED_ENDPOINTS } from './disable-gone-endpoints.ts'
import { recordSuccesses } from './record-successes.ts'
import { COUNTED_RECORDS, STORED_ATTEMPTS, UPDATED_DELIVERIES } from './recorded-deliveries.ts'
import { wokenDeliveries } from './woken-deliveries.ts'

// Lock order: the recorded deliveries by id. Then, in an order that PostgreSQL chooses: their leases and attempts; free
// waiting deliveries (SKIP LOCKED); rows of `counts` and of `failures`, each in order; after a 410 the endpoints, their gates and their tenants.
// See docs/consistency.md#recorded-attempts. One statement, so one round trip: workers record thousands of attempts a second.
const RECORD = {
  name: 'record-attempts',
  text: `
    WITH ${DECIDED}, ${STORED_ATTEMPTS}, ${UPDATED_DELIVERIES}, ${DISABLED_ENDPOINTS},
    ${wokenDeliveries(RECORDS.array.delivery_id)}, ${COUNTED_RECORDS}, ${COUNTED_FAILURES}
    SELECT delivery_id AS id, NULL AS tenant_id, NULL AS endpoint_id, NULL AS number FROM decided WHERE moves
    UNION ALL SELECT id, tenant_id, endpoint_id, number FROM woken
    UNION ALL SELECT NULL, tenant_id, id, NULL FROM disabled`,
}

/** A delivery that changed state, a woken delivery, or an endpoint that was disabled. */
type RecordRow =
  | { id: DeliveryId; tenant_id: null; endpoint_id: null; number: null }
  | { id: DeliveryId; tenant_id: TenantId; endpoint_id: EndpointId; number: number }
  | { id: null; tenant_id: TenantId; endpoint_id: EndpointId; number: null }

/** A larger batch is one statement: its rows take longer than its parts. */
const FEW = 8

/**
 * Stores attempts and updates their deliveries, in one statement. Safe to repeat with the same records.
 * @param records at most one for each delivery
 */
export async function recordAttempts(
  database: Database,
  records: readonly AttemptRecord[],
): Promise<Recorded> {
  if (records.length <= FEW && records.every(({ next }) => next.status === 'succeeded'))
    return recordSuccesses(database, records)
  const rows = await run<RecordRow>(poolOf(database), RECORD, RECORDS.values(records))
  const recorded = {
    moved: new Set<DeliveryId>(),
    woken: [] as DueDelivery[],
    disabled: [] as DisabledEndpoint[],
  }
  for (const { id, tenant_id: tenantId, endpoint_id: endpointId, number } of rows) {
    if (tenantId === null) recorded.moved.add(id)
    else if (id === null) recorded.disabled.push({ tenantId, endpointId })
    else recorded.woken.push({ tenantId, endpointId, deliveryId: id, attemptNumber: number })
  }
  return recorded
}
