import type { EndpointId, TenantId } from '@posthorn/contracts'
import { type ComposedEvent, storeEvent } from '../publishing/store-events.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'
import { setNotifyAt } from './notification-columns.ts'

/** An endpoint that was disabled automatically and whose notification is pending. */
export interface EndpointToNotify {
  endpointId: EndpointId
  tenantId: TenantId
  url: string
  reason: string
  failingSince: Date | null
}

const FIND_DISABLED_TO_NOTIFY = {
  name: 'find-disabled-to-notify',
  text: `
    SELECT e.id AS "endpointId", e.tenant_id AS "tenantId", e.url, e.disabled_reason AS reason,
      g.failing_since AS "failingSince"
    FROM endpoint_gates g CROSS JOIN LATERAL (
      SELECT id, tenant_id, url, disabled_reason FROM endpoints WHERE id = g.endpoint_id LIMIT 1
    ) AS e
    WHERE g.notify_at <= now() ORDER BY g.notify_at LIMIT $1`,
}

export async function findDisabledToNotify(database: Database, limit: number): Promise<EndpointToNotify[]> {
  return run<EndpointToNotify>(poolOf(database), FIND_DISABLED_TO_NOTIFY, [limit])
}

// Lock order of the transaction: the gate; the tenant, shared; new rows. Deleting a tenant locks its row first, and never waits for
// a gate.
const MARKS = {
  warned: {
    name: 'mark-warned',
    text: 'UPDATE endpoint_gates SET warned_at = now() WHERE endpoint_id = $1 AND warned_at IS NULL RETURNING endpoint_id',
  },
  notified: {
    name: 'mark-disabled-notified',
    text: `UPDATE endpoint_gates SET ${setNotifyAt('NULL')} WHERE endpoint_id = $1 AND notify_at IS NOT NULL RETURNING endpoint_id`,
  },
} as const

/**
 * Stores an event that notifies a tenant about an endpoint and sets the mark, in one transaction. Of concurrent workers one
 * stores it.
 * @returns false when the mark is set already
 */
export async function storeEndpointNotification(
  database: Database,
  id: EndpointId,
  mark: keyof typeof MARKS,
  event: ComposedEvent,
): Promise<boolean> {
  return inTransaction(poolOf(database), async (sql) => {
    const marked = await run(sql, MARKS[mark], [id])
    if (marked.length === 0) return false
    return (await storeEvent(sql, event)) === 'stored'
  })
}
