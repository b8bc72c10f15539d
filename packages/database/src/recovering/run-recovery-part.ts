import type { EndpointId, JobId, TenantId } from '@posthorn/contracts'
import { recoveryReserve } from '@posthorn/webhook'
import { RATE_LIMIT } from '../relaying/relay-row.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'
import {
  countNext,
  finishRecovery,
  type RecoveryPart,
  type RunningRecovery,
  retryNext,
} from './recovery-parts.ts'

const FIND_DUE = {
  name: 'find-due-recoveries',
  text: 'SELECT id FROM jobs WHERE due_at <= now() ORDER BY due_at LIMIT $1',
}

/** Recoveries with a due part, the longest waiting first. */
export async function findDueRecoveries(database: Database, limit: number): Promise<JobId[]> {
  const rows = await run<{ id: JobId }>(poolOf(database), FIND_DUE, [limit])
  return rows.map(({ id }) => id)
}

// Lock order of the transaction: the recovery (SKIP LOCKED); its next deliveries by id; the gate.
const LOCK = {
  name: 'lock-due-recovery',
  text: `
    SELECT id, tenant_id AS "tenantId", endpoint_id AS "endpointId", since, until, statuses::text[],
      reached_finished_at AS "reachedAt", reached_id AS "reachedId",
      started_at IS NOT NULL AS "isCounted"
    FROM jobs WHERE id = $1 AND due_at <= now() FOR NO KEY UPDATE SKIP LOCKED`,
}

const READ_ENDPOINT = {
  name: 'read-endpoint-of-recovery',
  text: `
    SELECT e.deleted_at IS NOT NULL OR t.deleted_at IS NOT NULL AS "isDeleted",
      NOT e.enabled OR g.circuit_opened_at IS NOT NULL OR e.transport = 'relay' AS "isPaused", e.max_in_flight AS "maxInFlight",
      ${RATE_LIMIT} AS "rateLimitPerSecond"
    FROM endpoints e JOIN endpoint_gates g ON g.endpoint_id = e.id JOIN tenants t ON t.id = e.tenant_id WHERE e.id = $1`,
}

/** Pause while the endpoint accepts nothing, or may have no listener: enough deliveries wait for it already. */
const PAUSED_ENDPOINT_DELAY_MS = 5000

interface RecoveryEndpoint {
  isDeleted: boolean
  /** It accepts no deliveries: disabled, or its circuit is open. Or it is a relay, which may have no listener. */
  isPaused: boolean
  maxInFlight: number
  rateLimitPerSecond: number | null
}

/**
 * Executes the next part of a recovery and stores its progress, in one transaction. Concurrent workers never execute the same
 * part.
 * @param pauseMs until the next part is due
 * @returns undefined when another worker has locked the recovery, or it is not due
 */
export async function runRecoveryPart(
  database: Database,
  id: JobId,
  pauseMs: number,
): Promise<(RecoveryPart & { tenantId: TenantId; endpointId: EndpointId }) | undefined> {
  return inTransaction(poolOf(database), async (sql) => {
    const [recovery] = await run<RunningRecovery & { isCounted: boolean }>(sql, LOCK, [id])
    if (recovery === undefined) return undefined
    const [endpoint] = await run<RecoveryEndpoint>(sql, READ_ENDPOINT, [recovery.endpointId])
    const { tenantId, endpointId } = recovery
    if (endpoint === undefined || endpoint.isDeleted)
      return { ...(await finishRecovery(sql, id, 'failed')), tenantId, endpointId }
    const part = recovery.isCounted
      ? await retryNext(sql, recovery, {
          reserve: recoveryReserve(endpoint),
          pauseMs,
          postponeMs: endpoint.isPaused ? PAUSED_ENDPOINT_DELAY_MS : pauseMs,
        })
      : await countNext(sql, recovery, pauseMs)
    return { ...part, tenantId, endpointId }
  })
}

const POSTPONE = {
  name: 'postpone-recovery',
  text: 'UPDATE jobs SET due_at = now() + make_interval(secs => $2) WHERE id = $1 AND finished_at IS NULL',
}

/** Postpones a recovery whose part has failed. */
export async function retryRecoveryLater(database: Database, id: JobId, seconds: number): Promise<void> {
  await run(poolOf(database), POSTPONE, [id, seconds])
}
