import type { DeliveryId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type AttemptRecord, RECORDS, type Recorded } from './attempt-record.ts'
import { DECIDED } from './decided-records.ts'
import { COUNTED_RECORDS, STORED_ATTEMPTS, UPDATED_DELIVERIES } from './recorded-deliveries.ts'
import { hasWaiting, wakeAfter } from './woken-deliveries.ts'

// Lock order: as `record-attempts`, without what follows from failures, and without waiting deliveries.
const RECORD_SUCCESSES = {
  name: 'record-successes',
  text: `
    WITH ${DECIDED}, ${STORED_ATTEMPTS}, ${UPDATED_DELIVERIES}, ${COUNTED_RECORDS}
    SELECT delivery_id AS id, moves, ${hasWaiting('decided.endpoint_id')} AS "hasWaiting" FROM decided`,
}

interface SuccessRow {
  id: DeliveryId
  moves: boolean
  hasWaiting: boolean
}

/**
 * Records a few succeeded attempts with a third less work: a statement takes time to start each of its parts for each
 * partition, and a success needs few. A second statement wakes deliveries that wait for the endpoints. If this
 * process dies before it, `wakeEndpoint` wakes them: their gate has a `wake_at`.
 */
export async function recordSuccesses(
  database: Database,
  records: readonly AttemptRecord[],
): Promise<Recorded> {
  const rows = await run<SuccessRow>(poolOf(database), RECORD_SUCCESSES, RECORDS.values(records))
  return {
    moved: new Set(rows.flatMap(({ id, moves }) => (moves ? id : []))),
    woken: rows.some((row) => row.hasWaiting) ? await wakeAfter(database, records) : [],
    disabled: [],
  }
}
