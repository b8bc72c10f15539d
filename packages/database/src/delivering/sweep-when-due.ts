import type { DeliveryId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

// Lock order: free deliveries only (SKIP LOCKED), so their order does not matter. One that is locked is being handled.
const SWEEP_WHEN_DUE = {
  name: 'sweep-when-due',
  text: `
    WITH free AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id = ANY ($1) AND remind_at IS NOT NULL FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE deliveries
    SET remind_at = least(remind_at, CASE WHEN manual_at IS NULL THEN greatest(next_attempt_at, now()) ELSE now() END)
    WHERE id = ANY (ARRAY(SELECT id FROM free))`,
}

/** Makes the sweeper find deliveries as soon as they are due, because their jobs will be removed. */
export async function sweepWhenDue(database: Database, ids: readonly DeliveryId[]): Promise<void> {
  await run(poolOf(database), SWEEP_WHEN_DUE, [ids])
}
