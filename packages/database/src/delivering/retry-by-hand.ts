import type { DeliveryId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { SWEPT_AFTER_SECONDS } from './take-due-deliveries.ts'

// Lock order: one delivery.
const RETRY = {
  name: 'retry-by-hand',
  text: `
    UPDATE deliveries d SET manual_at = now(), remind_at = now() + make_interval(secs => ${SWEPT_AFTER_SECONDS})
    FROM endpoints e
    WHERE d.id = $1 AND d.tenant_id = $2 AND e.id = d.endpoint_id AND d.status <> 'cancelled'
      AND e.enabled AND e.deleted_at IS NULL
    RETURNING d.attempt_count + 1 AS "attemptNumber"`,
}

/**
 * Requests one more attempt now, regardless of the schedule. It starts when no other attempt is in flight. A delivery that has
 * succeeded stays so, whatever the result.
 * @returns its number; undefined when the delivery was cancelled, or its endpoint is disabled or deleted
 */
export async function retryByHand(
  database: Database,
  tenantId: TenantId,
  id: DeliveryId,
): Promise<{ attemptNumber: number } | undefined> {
  const [row] = await run<{ attemptNumber: number }>(poolOf(database), RETRY, [id, tenantId])
  return row
}
