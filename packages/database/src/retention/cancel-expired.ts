import type { TenantId } from '@posthorn/contracts'
import { countCancelled } from '../counting/counts.ts'
import { isLeased } from '../delivering/leases.ts'
import { addSystemEntries } from '../managing/audit.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run, type Statement } from '../sql/sql.ts'
import { oldestId } from './oldest-id.ts'
import type { BoundedPartition } from './removal-steps.ts'

/** Why the deliveries are cancelled: `deliveries.reason`. */
const REASON = 'expired'

/**
 * A statement that cancels pending deliveries.
 * Lock order: free deliveries (SKIP LOCKED); their leases, which have expired; rows of `counts`.
 * @param ids a query of their ids, which locks them
 */
export function cancelStatement(name: string, ids: string): Statement {
  return {
    name,
    text: `
    WITH ${ids}, cancelled AS (
      UPDATE deliveries d SET status = 'cancelled', reason = '${REASON}', finished_at = now(), next_attempt_at = NULL,
        remind_at = NULL, manual_at = NULL
      WHERE d.id = ANY (ARRAY(SELECT id FROM chosen)) AND d.status = 'pending'
      RETURNING d.id, d.tenant_id, d.endpoint_id
    ), ended AS (
      DELETE FROM leases WHERE delivery_id = ANY (ARRAY(SELECT id FROM chosen))
    ), counted AS (${countCancelled('cancelled')}
    )
    SELECT tenant_id AS "tenantId", count(*)::int AS count FROM cancelled GROUP BY tenant_id`,
  }
}

// The partition is named: by the ids of its rows, PostgreSQL would read its primary key. By the two indexes that have the pending
// deliveries: of those that wait for their endpoint, and of the others. Whole rows of the index are compared, so that no other one
// applies.
function cancelInPartition(name: string): Statement {
  if (!/^\w+$/.test(name)) throw new Error(`expected the name of a partition, got "${name}"`)
  return cancelStatement(
    `cancel-expired-in-${name}`,
    `waiting AS MATERIALIZED (
      SELECT id FROM "${name}" d
      WHERE (endpoint_id, next_attempt_at) > ('', '-infinity'::timestamptz) AND status = 'pending' AND remind_at IS NULL
        AND NOT ${isLeased('d.id')}
      ORDER BY endpoint_id, next_attempt_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
    ), due AS MATERIALIZED (
      SELECT id FROM "${name}" d
      WHERE remind_at > '-infinity'::timestamptz AND (status = 'pending') IS TRUE AND NOT ${isLeased('d.id')}
      ORDER BY remind_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
    ), chosen AS (
      SELECT id FROM waiting UNION ALL SELECT id FROM due
    )`,
  )
}

// The default partition has few rows, and is read by their ids.
const CANCEL_IN_DEFAULT = cancelStatement(
  'cancel-expired-in-default-partition',
  `chosen AS MATERIALIZED (
      SELECT id FROM deliveries_default d
      WHERE id < ${oldestId('dlv', '$1')} AND (status = 'pending') IS TRUE AND NOT ${isLeased('d.id')}
      ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
    )`,
)

/**
 * Runs a statement that cancels deliveries, and adds an audit entry for each tenant.
 * @returns the number of cancelled deliveries
 */
export async function cancelSome(
  database: Database,
  statement: Statement,
  values: unknown[],
): Promise<number> {
  return inTransaction(poolOf(database), async (sql) => {
    const tenants = await run<{ tenantId: TenantId; count: number }>(sql, statement, values)
    if (tenants.length > 0) await addSystemEntries(sql, 'delivery.expired', tenants)
    return tenants.reduce((sum, { count }) => sum + count, 0)
  })
}

/**
 * Cancels pending deliveries of an expired partition that are not in flight.
 * @param limit maximum number, of those that wait for their endpoint and of the others
 * @returns their number; 0 when no other is pending, except those in flight
 */
export async function cancelExpired(
  database: Database,
  { name }: Pick<BoundedPartition, 'name'>,
  limit: number,
): Promise<number> {
  return cancelSome(database, cancelInPartition(name), [limit])
}

/** The same for those in the default partition that are past the retention period. */
export async function cancelExpiredInDefault(
  database: Database,
  retentionDays: number,
  limit: number,
): Promise<number> {
  return cancelSome(database, CANCEL_IN_DEFAULT, [retentionDays, limit])
}
