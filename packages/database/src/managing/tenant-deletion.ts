import type { TenantId } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'
import { inTransaction, run, type Sql, type Statement } from '../sql/sql.ts'

/** Rows of one kind that are deleted at once: a small part of what a statement has time for, be they as large as they may. */
const ROWS_MAX = 1000
/** Most deliveries have one attempt; some have many. */
const ATTEMPTS_MAX = 5 * ROWS_MAX

/**
 * A statement that deletes some rows of a table, of those that nobody holds.
 * @param rows a query of their `ctid`, for the tenant `$1`
 * @param row what the query gives instead: of a table in partitions the `ctid` says too little
 */
function deleteFrom(table: string, rows: string, row = 'ctid'): Statement {
  return {
    name: `delete-some-${table}-of-tenant`,
    text: `
      WITH deleted AS (
        DELETE FROM ${table} WHERE ${row} = ANY (ARRAY(${rows} LIMIT ${ROWS_MAX} FOR UPDATE OF x SKIP LOCKED)) RETURNING 1
      )
      SELECT count(*)::int AS count FROM deleted`,
  }
}

/** The same for what belongs to a source. */
function deleteFromSources(table: string, row = 'ctid'): Statement {
  return deleteFrom(
    table,
    `SELECT x.${row} FROM sources s JOIN ${table} x ON x.source_id = s.id WHERE s.tenant_id = $1`,
    row,
  )
}

// With what is on record of them. The attempts of one delivery may be more than one part.
const DELETE_DELIVERIES = {
  name: 'delete-some-deliveries-of-tenant',
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

// Each after what refers to it. What still has deliveries is left alone: waiting for them here, with other rows in hand,
// could lock out those who hold them. Kept answers have no foreign key, and a new tenant of this name must not get them;
// "0" comes after "/", so these are all the paths below the tenant's own.
const STEPS: readonly Statement[] = [
  deleteFrom('jobs', 'SELECT x.ctid FROM jobs x WHERE x.tenant_id = $1'),
  DELETE_DELIVERIES,
  deleteFrom(
    'events',
    `SELECT x.id FROM events x
     WHERE x.tenant_id = $1 AND NOT EXISTS (SELECT FROM deliveries WHERE event_id = x.id)`,
    'id',
  ),
  deleteFrom('external_ids', 'SELECT x.ctid FROM external_ids x WHERE x.tenant_id = $1'),
  deleteFromSources('requests', 'id'),
  deleteFromSources('dedupe_keys'),
  deleteFrom('counts', 'SELECT x.ctid FROM counts x WHERE x.tenant_id = $1'),
  deleteFrom(
    'endpoints',
    `SELECT x.ctid FROM endpoints x
     WHERE x.tenant_id = $1 AND NOT EXISTS (SELECT FROM deliveries WHERE endpoint_id = x.id)`,
  ),
  deleteFrom(
    'sources',
    `SELECT x.ctid FROM sources x
     WHERE x.tenant_id = $1 AND NOT EXISTS (SELECT FROM events WHERE source_id = x.id)`,
  ),
  deleteFrom(
    'idempotency_keys',
    `SELECT x.ctid
     FROM (SELECT 'admin' AS id UNION ALL SELECT id FROM api_keys WHERE tenant_id = $1) AS holder
       JOIN idempotency_keys x ON x.holder = holder.id
     WHERE x.path >= '/v1/tenants/' || $1 || '/' AND x.path < '/v1/tenants/' || $1 || '0'`,
  ),
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
    RETURNING id`,
}

/** How far a part has come: there is more to delete, the rest is in other hands, or the tenant's own row is gone as well. */
export type DeletionPart = 'deleted' | 'held_back' | 'gone'

async function deletePart(sql: Sql, id: TenantId): Promise<DeletionPart> {
  for (const step of STEPS) {
    const [{ count } = { count: 0 }] = await run<{ count: number }>(sql, step, [id])
    if (count === ROWS_MAX) return 'deleted'
  }
  return (await run(sql, DELETE_TENANT, [id])).length === 1 ? 'gone' : 'held_back'
}

// Whoever deletes a tenant waits for those who are storing something for it, and those who come later see that it is gone:
// so nothing is left behind.
const LOCK_TO_MARK = {
  name: 'lock-tenant-to-delete',
  text: 'SELECT FROM tenants WHERE id = $1 AND deleted_at IS NULL FOR UPDATE',
}

const MARK = {
  name: 'mark-tenant-deleted',
  text: 'UPDATE tenants SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL RETURNING id',
}

/**
 * Deletes a tenant: from now on it is there for nobody. What it owns goes with it as far as that is one part; the rest is
 * left to {@link deletePartOfTenant}.
 * @returns undefined when there is no such tenant
 */
export async function deleteTenant({ pool }: Database, id: TenantId): Promise<DeletionPart | undefined> {
  // A transaction of its own: who stores events of several tenants waits for the row of each, and skips it once it is marked.
  const isThere = await inTransaction(pool, async (sql) => {
    await run(sql, LOCK_TO_MARK, [id])
    return (await run(sql, MARK, [id])).length === 1
  })
  // It is deleted, whatever comes of this part: the workers go on with it.
  return isThere ? deletePartOfTenant({ pool }, id).catch(() => 'held_back' as const) : undefined
}

const LOCK = {
  name: 'lock-deleted-tenant',
  text: 'SELECT id FROM tenants WHERE id = $1 AND deleted_at IS NOT NULL FOR UPDATE',
}

/** Deletes the next part of what a deleted tenant owned, and its row when nothing else is left. */
export async function deletePartOfTenant(
  { pool }: Pick<Database, 'pool'>,
  id: TenantId,
): Promise<DeletionPart> {
  return inTransaction(pool, async (sql) => {
    const isThere = (await run(sql, LOCK, [id])).length === 1
    return isThere ? deletePart(sql, id) : 'gone'
  })
}

// By chance, so that one which gives trouble does not keep the others waiting.
const LOCK_NEXT = {
  name: 'lock-some-deleted-tenant',
  text: `
    SELECT id FROM tenants WHERE deleted_at IS NOT NULL
    ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED`,
}

/**
 * The same for some deleted tenant. Those who try at once get different ones.
 * @returns undefined when there is nothing to delete
 */
export async function deletePartOfSomeTenant({
  pool,
}: Database): Promise<{ tenantId: TenantId; part: DeletionPart } | undefined> {
  return inTransaction(pool, async (sql) => {
    const [tenant] = await run<{ id: TenantId }>(sql, LOCK_NEXT, [])
    if (tenant === undefined) return undefined
    return { tenantId: tenant.id, part: await deletePart(sql, tenant.id) }
  })
}
