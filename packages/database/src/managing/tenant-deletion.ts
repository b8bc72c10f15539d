import type { TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run, type Sql, type Statement } from '../sql/sql.ts'

/** Rows of one kind in one statement: far below the statement timeout, even for the largest rows. */
const ROWS_MAX = 1000
/** Most deliveries have one attempt; some have many. */
const ATTEMPTS_MAX = 5 * ROWS_MAX

/**
 * A statement that deletes rows of a table. Lock order: the tenant is locked already; free rows only (SKIP LOCKED).
 * @param rows a query of their `ctid`, for the tenant `$1`
 * @param options.row column to use instead: in a partitioned table the `ctid` is not unique
 * @param options.free aliases of the rows that must be free. Default: `x`, the deleted ones
 */
function deleteFrom(table: string, rows: string, { row = 'ctid', free = 'x' } = {}): Statement {
  return {
    name: `delete-${table}-of-tenant`,
    text: `
      WITH deleted AS (
        DELETE FROM ${table} WHERE ${row} = ANY (ARRAY(${rows} LIMIT ${ROWS_MAX} FOR UPDATE OF ${free} SKIP LOCKED)) RETURNING 1
      )
      SELECT count(*)::int AS count FROM deleted`,
  }
}

/** A statement that deletes rows of the tenant's sources. */
function deleteFromSources(table: string, row = 'ctid'): Statement {
  return deleteFrom(
    table,
    `SELECT x.${row} FROM sources s JOIN ${table} x ON x.source_id = s.id WHERE s.tenant_id = $1`,
    { row },
  )
}

// Lock order: free deliveries (SKIP LOCKED), then their attempts and leases, which are only written behind the delivery's lock.
// The attempts of one delivery may exceed one part.
const DELETE_DELIVERIES = {
  name: 'delete-deliveries-of-tenant',
  text: `
    WITH next AS MATERIALIZED (
      SELECT id FROM deliveries WHERE tenant_id = $1 LIMIT ${ROWS_MAX} FOR UPDATE SKIP LOCKED
    ), made AS MATERIALIZED (
      SELECT a.delivery_id FROM next CROSS JOIN LATERAL (
        SELECT delivery_id FROM attempts WHERE delivery_id = next.id
      ) AS a LIMIT ${ATTEMPTS_MAX}
    ), attempt AS (
      DELETE FROM attempts WHERE delivery_id = ANY (ARRAY(SELECT DISTINCT delivery_id FROM made))
    ), lease AS (
      DELETE FROM leases WHERE delivery_id = ANY (ARRAY(SELECT id FROM next))
    ), delivery AS (
      DELETE FROM deliveries WHERE id = ANY (ARRAY(SELECT id FROM next)) AND (SELECT count(*) FROM made) < ${ATTEMPTS_MAX}
      RETURNING 1
    )
    SELECT CASE WHEN (SELECT count(*) FROM made) = ${ATTEMPTS_MAX} THEN ${ROWS_MAX}
      ELSE (SELECT count(*) FROM delivery) END::int AS count`,
}

// Each table after the rows that refer to it. Rows with locked rows that would be deleted with them are skipped, because this
// transaction has locked rows that others wait for: an endpoint whose gate is locked, by a claim or a notification, or with a
// recovery in progress, and whatever has deliveries. Idempotency answers have no foreign key and must not be sent to a new tenant with this id; "0" sorts after "/", so
// the range has all paths below the tenant's.
const STEPS: readonly Statement[] = [
  deleteFrom('jobs', 'SELECT x.ctid FROM jobs x WHERE x.tenant_id = $1'),
  deleteFrom(
    'search_hits',
    'SELECT x.ctid FROM bulk_jobs j JOIN search_hits x ON x.job_id = j.id WHERE j.tenant_id = $1',
  ),
  ...['bulk_job_deliveries', 'bulk_job_endpoints'].map((table) =>
    deleteFrom(
      table,
      `SELECT x.ctid FROM bulk_jobs j JOIN ${table} x ON x.job_id = j.id WHERE j.tenant_id = $1`,
    ),
  ),
  deleteFrom('bulk_jobs', 'SELECT x.ctid FROM bulk_jobs x WHERE x.tenant_id = $1'),
  DELETE_DELIVERIES,
  deleteFrom(
    'events',
    `SELECT x.id FROM events x
     WHERE x.tenant_id = $1 AND NOT EXISTS (SELECT FROM deliveries WHERE event_id = x.id)`,
    { row: 'id' },
  ),
  deleteFrom('external_ids', 'SELECT x.ctid FROM external_ids x WHERE x.tenant_id = $1'),
  deleteFromSources('requests', 'id'),
  deleteFromSources('rejected_requests'),
  deleteFromSources('rejected_totals'),
  deleteFromSources('dedupe_keys'),
  deleteFrom('counts', 'SELECT x.ctid FROM counts x WHERE x.tenant_id = $1'),
  deleteFrom('failures', 'SELECT x.ctid FROM failures x WHERE x.tenant_id = $1'),
  deleteFrom(
    'endpoints',
    `SELECT x.ctid FROM endpoints x JOIN endpoint_gates g ON g.endpoint_id = x.id
     WHERE x.tenant_id = $1 AND NOT EXISTS (SELECT FROM deliveries WHERE endpoint_id = x.id)
       AND NOT EXISTS (SELECT FROM jobs WHERE endpoint_id = x.id)`,
    { free: 'x, g' },
  ),
  deleteFrom(
    'sources',
    `SELECT x.ctid FROM sources x
     WHERE x.tenant_id = $1 AND NOT EXISTS (SELECT FROM events WHERE source_id = x.id)`,
  ),
  deleteFrom(
    'idempotency_keys',
    `SELECT x.ctid
     FROM (SELECT 'admin' AS id UNION ALL SELECT id FROM api_keys WHERE tenant_id = $1
       UNION ALL SELECT id FROM portal_links WHERE tenant_id = $1) AS holder
       JOIN idempotency_keys x ON x.holder = holder.id
     WHERE x.path >= '/v1/tenants/' || $1 || '/' AND x.path < '/v1/tenants/' || $1 || '0'`,
  ),
  deleteFrom(
    'sessions',
    `SELECT x.ctid
     FROM (SELECT id FROM api_keys WHERE tenant_id = $1 UNION ALL SELECT id FROM portal_links WHERE tenant_id = $1) AS holder
       JOIN sessions x ON x.holder = holder.id`,
  ),
  deleteFrom('portal_links', 'SELECT x.ctid FROM portal_links x WHERE x.tenant_id = $1'),
  deleteFrom('api_keys', 'SELECT x.ctid FROM api_keys x WHERE x.tenant_id = $1'),
]

const DELETE_TENANT = {
  name: 'delete-emptied-tenant',
  text: `
    DELETE FROM tenants WHERE id = $1
      AND NOT EXISTS (SELECT FROM deliveries WHERE tenant_id = $1)
      AND NOT EXISTS (SELECT FROM events WHERE tenant_id = $1)
      AND NOT EXISTS (SELECT FROM endpoints WHERE tenant_id = $1)
      AND NOT EXISTS (SELECT FROM sources WHERE tenant_id = $1)
      AND NOT EXISTS (SELECT FROM external_ids WHERE tenant_id = $1)
      AND NOT EXISTS (SELECT FROM counts WHERE tenant_id = $1)
      AND NOT EXISTS (SELECT FROM failures WHERE tenant_id = $1)
      AND NOT EXISTS (SELECT FROM bulk_jobs WHERE tenant_id = $1)
      AND NOT EXISTS (SELECT FROM portal_links WHERE tenant_id = $1)
    RETURNING id`,
}

/** The result of a part: there is more to delete, the rest is locked, or the tenant's row is deleted too. */
export type DeletionPart = 'deleted' | 'deferred' | 'gone'

async function deletePart(sql: Sql, id: TenantId): Promise<DeletionPart> {
  for (const step of STEPS) {
    const [{ count } = { count: 0 }] = await run<{ count: number }>(sql, step, [id])
    if (count === ROWS_MAX) return 'deleted'
  }
  return (await run(sql, DELETE_TENANT, [id])).length === 1 ? 'gone' : 'deferred'
}

// Lock order: the tenant. Waits for transactions that store something for it; later ones see that it is deleted, so nothing is
// left behind.
const LOCK_TO_MARK = {
  name: 'lock-tenant-to-delete',
  text: 'SELECT FROM tenants WHERE id = $1 AND deleted_at IS NULL FOR UPDATE',
}

const MARK = {
  name: 'mark-tenant-deleted',
  text: 'UPDATE tenants SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL RETURNING id',
}

/**
 * Deletes a tenant: it returns 404 from then on. Deletes the first part of what it owns; {@link deletePartOfTenant} deletes the
 * rest.
 * @returns undefined when the tenant does not exist
 */
export async function deleteTenant(database: Database, id: TenantId): Promise<DeletionPart | undefined> {
  // A separate transaction: a statement that stores events of several tenants waits for this row, and skips it once marked.
  const isMarked = await inTransaction(poolOf(database), async (sql) => {
    await run(sql, LOCK_TO_MARK, [id])
    return (await run(sql, MARK, [id])).length === 1
  })
  // The tenant is deleted even if this part fails: workers continue.
  return isMarked ? deletePartOfTenant(database, id).catch(() => 'deferred' as const) : undefined
}

// Lock order of the transaction: the tenant, then free rows of what it owns, referring rows first.
const LOCK = {
  name: 'lock-deleted-tenant',
  text: 'SELECT id FROM tenants WHERE id = $1 AND deleted_at IS NOT NULL FOR UPDATE',
}

/** Deletes the next part of what a deleted tenant owns, and its row last. */
export async function deletePartOfTenant(database: Database, id: TenantId): Promise<DeletionPart> {
  return inTransaction(poolOf(database), async (sql) => {
    const isLocked = (await run(sql, LOCK, [id])).length === 1
    return isLocked ? deletePart(sql, id) : 'gone'
  })
}

// A random one, so that a tenant whose deletion fails does not block the others. Lock order as above, with a free tenant.
const LOCK_ANY = {
  name: 'lock-any-deleted-tenant',
  text: `
    SELECT id FROM tenants WHERE deleted_at IS NOT NULL
    ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED`,
}

/**
 * Deletes a part of any deleted tenant. Concurrent callers get different tenants.
 * @returns undefined when there is nothing to delete
 */
export async function deletePartOfSomeTenant(
  database: Database,
): Promise<{ tenantId: TenantId; part: DeletionPart } | undefined> {
  return inTransaction(poolOf(database), async (sql) => {
    const [tenant] = await run<{ id: TenantId }>(sql, LOCK_ANY, [])
    if (tenant === undefined) return undefined
    return { tenantId: tenant.id, part: await deletePart(sql, tenant.id) }
  })
}
