import type { EndpointId, TenantId } from '@posthorn/contracts'
import type { EndpointHealth, WindowBucket } from '@posthorn/webhook'
import { setNotifyAt } from '../notifying/notification-columns.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

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
    UPDATE endpoint_gates SET ${setNotifyAt('now()')} WHERE endpoint_id = (SELECT id FROM endpoint) RETURNING endpoint_id`,
}

/** Disables a failing endpoint. False when it is disabled already. */
export async function disableFailing(database: Database, id: EndpointId): Promise<boolean> {
  return (await run(poolOf(database), DISABLE, [id])).length === 1
}
