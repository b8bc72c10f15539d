import {
  type EndpointId,
  RELAY_IDLE_DAYS,
  RELAY_WAITING_HOURS,
  RELAY_WAITING_MAX,
  type TenantId,
} from '@posthorn/contracts'
import { countCancelled } from '../counting/counts.ts'
import { isLeased } from '../delivering/leases.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
import { run } from '../sql/sql.ts'
import { isConnected } from './live-connections.ts'
import { waitsFor } from './waiting-deliveries.ts'

// Lock order: free deliveries (SKIP LOCKED); their leases, which have expired; rows of `counts`. Those of disabled relays, too.
// The oldest of each relay are read along `deliveries_waiting_idx`: what has waited too long, and what is older
// than the latest. Those of one moment, as of a batch, are kept together, and a retry by hand waits as long from its request.
const CANCEL = {
  name: 'cancel-expired-of-relays',
  text: `
    WITH chosen AS MATERIALIZED (
      SELECT oldest.id FROM endpoints e
      CROSS JOIN LATERAL (
        SELECT coalesce((
          SELECT next_attempt_at FROM deliveries WHERE ${waitsFor('e.id')}
          ORDER BY next_attempt_at DESC OFFSET ${RELAY_WAITING_MAX - 1} LIMIT 1), '-infinity') AS at
      ) AS beyond
      CROSS JOIN LATERAL (
        SELECT id FROM deliveries d WHERE ${waitsFor('e.id')}
          AND next_attempt_at < greatest(beyond.at, now() - interval '${RELAY_WAITING_HOURS} hours')
          AND (manual_at IS NULL OR manual_at < now() - interval '${RELAY_WAITING_HOURS} hours')
          AND NOT ${isLeased('d.id')}
        ORDER BY next_attempt_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
      ) AS oldest
      WHERE e.transport = 'relay' AND e.deleted_at IS NULL
      LIMIT $1
    ), cancelled AS (
      UPDATE deliveries d SET status = 'cancelled', reason = 'relay_expired', finished_at = now(), next_attempt_at = NULL,
        remind_at = NULL, manual_at = NULL
      WHERE d.id = ANY (ARRAY(SELECT id FROM chosen)) AND d.status = 'pending'
      RETURNING d.id, d.tenant_id, d.endpoint_id
    ), ended AS (
      DELETE FROM leases WHERE delivery_id = ANY (ARRAY(SELECT id FROM chosen))
    ), counted AS (${countCancelled('cancelled')}
    )
    SELECT count(*)::int AS count FROM cancelled`,
}

/**
 * Cancels deliveries of relays that have waited too long, or that too many newer ones follow.
 * @param limit maximum number
 * @returns whether there may be more
 */
export async function cancelExpiredOfRelays(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), CANCEL, limit)
}

// Lock order: free deliveries (SKIP LOCKED). Read along `deliveries_requested_idx`. A lease that has expired stays: the next claim
// records its attempt as lost. `wakeEndpoint` ends those of deleted relays.
const CLEAR = {
  name: 'clear-expired-requests-of-relays',
  text: `
    WITH chosen AS MATERIALIZED (
      SELECT requested.id FROM endpoints e
      CROSS JOIN LATERAL (
        SELECT id FROM deliveries d WHERE endpoint_id = e.id AND manual_at IS NOT NULL
          AND manual_at < now() - interval '${RELAY_WAITING_HOURS} hours' AND NOT ${isLeased('d.id')}
        LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
      ) AS requested
      WHERE e.transport = 'relay' AND e.deleted_at IS NULL
      LIMIT $1
    ), cleared AS (
      UPDATE deliveries SET manual_at = NULL WHERE id = ANY (ARRAY(SELECT id FROM chosen)) RETURNING id
    )
    SELECT count(*)::int AS count FROM cleared`,
}

/**
 * Clears retries that were requested by hand and have waited too long for a listener.
 * @param limit maximum number
 * @returns whether there may be more
 */
export async function clearExpiredRequestsOfRelays(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), CLEAR, limit)
}

const DELETE_OLD = deleteStatement(
  'delete-old-relay-connections',
  'relay_connections',
  `seen_at < now() - interval '${RELAY_WAITING_HOURS} hours' ORDER BY seen_at`,
)

/**
 * Deletes connections that ended so long ago that nothing waits for them.
 * @param limit maximum number
 * @returns whether there may be more
 */
export async function deleteOldConnections(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), DELETE_OLD, limit)
}

const FIND_IDLE = {
  name: 'find-idle-relays',
  text: `
    SELECT e.id AS "endpointId", e.tenant_id AS "tenantId"
    FROM endpoints e JOIN endpoint_gates g ON g.endpoint_id = e.id
    WHERE e.transport = 'relay' AND e.deleted_at IS NULL
      AND greatest(g.listened_at, e.created_at) < now() - interval '${RELAY_IDLE_DAYS} days'
      AND NOT EXISTS (SELECT FROM relay_connections c WHERE c.endpoint_id = e.id AND ${isConnected('c')})
    LIMIT $1`,
}

/** Relays without a listener for so long that they are removed. */
export async function findIdleRelays(
  database: Database,
  limit: number,
): Promise<{ endpointId: EndpointId; tenantId: TenantId }[]> {
  return run(poolOf(database), FIND_IDLE, [limit])
}
