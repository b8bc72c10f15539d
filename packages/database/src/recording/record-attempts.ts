import type { DeliveryId } from '@posthorn/contracts'
import { COUNTED_FAILURES } from '../counting/failures.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type AttemptRecord, RECORDS, type Recorded } from './attempt-record.ts'
import { DECIDED } from './decided-records.ts'
import { recordSuccesses } from './record-successes.ts'
import { COUNTED_RECORDS, STORED_ATTEMPTS, UPDATED_DELIVERIES } from './recorded-deliveries.ts'
import { DISABLED_ENDPOINTS } from './recorded-endpoints.ts'
import { dueDeliveryOf, type WokenRow, wokenDeliveries } from './woken-deliveries.ts'

// Lock order: the recorded deliveries by id. Then, in an order that PostgreSQL chooses: their leases and attempts; free
// waiting deliveries (SKIP LOCKED); rows of `counts` and of `failures`, each in order; after a 410 the endpoints, their gates and their tenants.
// See docs/consistency.md#recorded-attempts. One statement, so one round trip: workers record thousands of attempts a second.
const RECORD = {
  name: 'record-attempts',
  text: `
    WITH ${DECIDED}, ${STORED_ATTEMPTS}, ${UPDATED_DELIVERIES}, ${DISABLED_ENDPOINTS},
    ${wokenDeliveries(RECORDS.array.delivery_id)}, ${COUNTED_RECORDS}, ${COUNTED_FAILURES}
    SELECT delivery_id AS id, NULL AS tenant_id, NULL AS endpoint_id, NULL AS number FROM decided WHERE moves
    UNION ALL SELECT id, tenant_id, endpoint_id, number FROM woken`,
}

/** With `number` null a delivery that changed state, otherwise a woken delivery. */
type RecordRow = { id: DeliveryId; number: null } | WokenRow

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
  return {
    moved: new Set(rows.flatMap(({ id, number }) => (number === null ? id : []))),
    woken: rows.flatMap((row) => (row.number === null ? [] : dueDeliveryOf(row))),
  }
}
