import type { EndpointId, TenantId } from '@posthorn/contracts'
import type { EndpointHealth, WindowBucket } from '@posthorn/webhook'
import { type ComposedEvent, storeEvent } from '../publishing/store-events.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'

/** An endpoint without a recent success. `now` is when it was read. */
export interface FailingEndpoint {
  endpointId: EndpointId
  tenantId: TenantId
  url: string
  health: EndpointHealth
  warnedAt: Date | null
  now: Date
}

const FIND_FAILING = {
  name: 'find-failing-endpoints',
  text: `
    SELECT e.id AS "endpointId", e.tenant_id AS "tenantId", e.url, g.warned_at AS "warnedAt", now() AS now,
      g.recent, g.circuit_opened_at AS "circuitOpenedAt", g.circuit_reason AS "circuitReason", g.probe_at AS "probeAt",
      g.probe_pause_ms AS "probePauseMs", g.last_success_at AS "lastSuccessAt", g.failing_since AS "failingSince",
      g.failed_attempts AS "failedAttempts", g.exhausted_deliveries AS "exhaustedDeliveries"
    FROM endpoint_gates g CROSS JOIN LATERAL (
      SELECT id, tenant_id, url FROM endpoints WHERE id = g.endpoint_id AND enabled AND deleted_at IS NULL LIMIT 1
    ) AS e
    WHERE g.failing_since <= now() - make_interval(hours => $1)
    ORDER BY g.failing_since LIMIT $2`,
}

type FailingRow = Omit<FailingEndpoint, 'health'> &
  Omit<EndpointHealth, 'recent'> & { recent: WindowBucket[] }

/** Enabled endpoints without a success for `hours`, the longest failing first. */
export async function findFailing(
  database: Database,
  { hours, limit }: { hours: number; limit: number },
): Promise<FailingEndpoint[]> {
  const rows = await run<FailingRow>(poolOf(database), FIND_FAILING, [hours, limit])
  return rows.map(({ endpointId, tenantId, url, warnedAt, now, ...health }) => {
    return { endpointId, tenantId, url, warnedAt, now, health }
  })
}

// Lock order: the endpoint, its gate, its tenant (trigger, at the end of the statement).
const DISABLE = {
  name: 'disable-failing-endpoint',
  text: `
    WITH endpoint AS (
      UPDATE endpoints SET enabled = false, disabled_reason = 'failing', updated_at = now()
      WHERE id = $1 AND enabled RETURNING id
    )
    UPDATE endpoint_gates SET tell_at = now() WHERE endpoint_id = (SELECT id FROM endpoint) RETURNING endpoint_id`,
}

/** Disables a failing endpoint. False when it is disabled already. */
export async function disableFailing(database: Database, id: EndpointId): Promise<boolean> {
  return (await run(poolOf(database), DISABLE, [id])).length === 1
}

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
    WHERE g.tell_at <= now() ORDER BY g.tell_at LIMIT $1`,
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
    text: 'UPDATE endpoint_gates SET tell_at = NULL WHERE endpoint_id = $1 AND tell_at IS NOT NULL RETURNING endpoint_id',
  },
} as const

/**
 * Stores an event that notifies a tenant about an endpoint and sets the mark, in one transaction. Of concurrent workers one
 * stores it.
 * @returns false when the mark is set already
 */
export async function storeNotice(
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
