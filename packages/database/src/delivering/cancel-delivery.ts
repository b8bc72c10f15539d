import type { DeliveryId, TenantId } from '@posthorn/contracts'
import { countCancelled } from '../counting/counts.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

// Lock order: the delivery, rows of `counts`.
const CANCEL = {
  name: 'cancel-delivery',
  text: `
    WITH cancelled AS (
      UPDATE deliveries SET status = 'cancelled', reason = 'cancelled_by_request', finished_at = now(),
        next_attempt_at = NULL, remind_at = NULL, manual_at = NULL
      WHERE id = $1 AND tenant_id = $2 AND status = 'pending'
      RETURNING tenant_id, endpoint_id
    ), counted AS (${countCancelled('cancelled')}
    )
    SELECT FROM cancelled`,
}

/**
 * Cancels a delivery. An attempt in flight is not aborted: it is recorded, and if it succeeds the delivery has succeeded.
 * @returns false when the delivery is not pending
 */
export async function cancelDelivery(
  database: Database,
  tenantId: TenantId,
  id: DeliveryId,
): Promise<boolean> {
  return (await run(poolOf(database), CANCEL, [id, tenantId])).length === 1
}
