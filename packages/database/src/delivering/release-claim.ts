import type { Database } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import type { ClaimedDelivery } from './claimed-delivery.ts'

const RELEASE = {
  name: 'release-claim',
  text: `
    WITH held AS MATERIALIZED (
      SELECT id FROM deliveries WHERE id = $1 FOR NO KEY UPDATE
    ), released AS (
      DELETE FROM leases WHERE delivery_id = (SELECT id FROM held) AND number = $2 RETURNING delivery_id
    )
    UPDATE deliveries SET remind_at = now() + make_interval(secs => $3)
    WHERE id IN (SELECT delivery_id FROM released)`,
}

/**
 * Gives a delivery back whose attempt was not begun: the attempt's number is free again.
 * @param remindAfterSeconds when the sweeper is to bring it up again
 */
export async function releaseClaim(
  { pool }: Database,
  claim: Pick<ClaimedDelivery, 'deliveryId' | 'attemptNumber'>,
  remindAfterSeconds: number,
): Promise<void> {
  await run(pool, RELEASE, [claim.deliveryId, claim.attemptNumber, remindAfterSeconds])
}
