import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import type { ClaimedDelivery } from './claimed-delivery.ts'

// Lock order: the delivery, its lease.
const RELEASE = {
  name: 'release-claim',
  text: `
    WITH locked AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id = $1 FOR NO KEY UPDATE
    ), released AS (
      DELETE FROM leases WHERE delivery_id = (SELECT id FROM locked) AND number = $2 RETURNING delivery_id
    )
    UPDATE deliveries SET remind_at = now() + make_interval(secs => $3)
    WHERE id IN (SELECT delivery_id FROM released)`,
}

/**
 * Releases the claim of a delivery whose request was not sent: the attempt's number is free again.
 * @param remindAfterSeconds delay until the sweeper finds the delivery again
 */
export async function releaseClaim(
  database: Database,
  claim: Pick<ClaimedDelivery, 'deliveryId' | 'attemptNumber'>,
  remindAfterSeconds: number,
): Promise<void> {
  await run(poolOf(database), RELEASE, [claim.deliveryId, claim.attemptNumber, remindAfterSeconds])
}
