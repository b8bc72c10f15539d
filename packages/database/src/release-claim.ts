import type { ClaimedDelivery } from './claimed-delivery.ts'
import type { Database } from './database.ts'
import { run } from './sql.ts'

const RELEASE = {
  name: 'release-claim',
  text: `
    UPDATE deliveries SET attempt_count = attempt_count - 1, claimed_at = NULL, lease_until = NULL,
      remind_at = now() + make_interval(secs => $3)
    WHERE id = $1 AND attempt_count = $2 AND lease_until IS NOT NULL`,
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
