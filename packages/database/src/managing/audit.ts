import {
  type AuditEntry,
  type AuditEntryId,
  type AuditQuery,
  newId,
  type Page,
  type TenantAuditEntry,
  type TenantId,
} from '@posthorn/contracts'
import type { AuditEntry as AuditRow } from '../generated/client.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'
import { omitUndefined } from '../sql/omit-undefined.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { run, type Sql } from '../sql/sql.ts'

/** A completed write. */
export interface Change {
  tenantId: TenantId | null
  actor: string
  action: string
  object: string | null
  fields: readonly string[]
  requestId: string
}

const DATABASE_TIME = { name: 'database-time', text: 'SELECT now()::timestamptz(3) AS at' }

const ADD = {
  name: 'add-audit-entry',
  text: `
    INSERT INTO audit_entries (id, tenant_id, actor, action, object, fields, request_id, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
}

/** Stores an audit entry with the time of the database's clock, the same for all processes. */
export async function addAuditEntry(database: Database, change: Change): Promise<void> {
  const { tenantId, actor, action, object, fields, requestId } = change
  const [now] = await run<{ at: Date }>(poolOf(database), DATABASE_TIME, [])
  if (now === undefined) throw new Error('SELECT now() returned no row')
  const id = newId('auditEntry', now.at)
  await run(poolOf(database), ADD, [id, tenantId, actor, action, object, fields, requestId, now.at])
}

const SYSTEM_ENTRIES = rowsOf<{ id: AuditEntryId; tenantId: TenantId; count: number }>()(
  'e',
  {
    id: { type: 'text', of: ({ id }) => id },
    tenant_id: { type: 'text', of: ({ tenantId }) => tenantId },
    count: { type: 'int', of: ({ count }) => count },
  },
  3,
)

const ADD_SYSTEM_ENTRIES = {
  name: 'add-system-audit-entries',
  text: `
    INSERT INTO audit_entries (id, tenant_id, actor, action, fields, count, request_id, created_at)
    SELECT e.id, e.tenant_id, 'system', $1, '{}', e.count, '', $2 FROM ${SYSTEM_ENTRIES.from}`,
}

/** Stores that a worker has changed a number of a tenant's objects, in the transaction that changes them. */
export async function addSystemEntries(
  sql: Sql,
  action: string,
  tenants: readonly { tenantId: TenantId; count: number }[],
): Promise<void> {
  const [now] = await run<{ at: Date }>(sql, DATABASE_TIME, [])
  if (now === undefined) throw new Error('SELECT now() returned no row')
  const entries = tenants.map((tenant) => ({ ...tenant, id: newId('auditEntry', now.at) }))
  await run(sql, ADD_SYSTEM_ENTRIES, [action, now.at, ...SYSTEM_ENTRIES.values(entries)])
}

/**
 * The entries of one tenant, without those of a deleted tenant with the same id.
 * @param tenant with its creation time
 */
export async function listAuditEntries(
  database: Database,
  tenant: { id: TenantId; createdAt: Date },
  query: AuditQuery,
): Promise<Page<AuditEntry>> {
  const { id, createdAt } = tenant
  const where = { tenantId: id, createdAt: { gte: createdAt }, ...conditionsOf(query) }
  const rows = await prismaOf(database).auditEntry.findMany({
    where,
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('auditEntry'), rows, { limit: query.limit, toItem: toEntry })
}

/** The entries of all tenants, including deleted ones, and those without a tenant. */
export async function listAllAuditEntries(
  database: Database,
  query: AuditQuery,
): Promise<Page<TenantAuditEntry>> {
  const where = conditionsOf(query)
  const rows = await prismaOf(database).auditEntry.findMany({
    where,
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('auditEntry'), rows, { limit: query.limit, toItem: toTenantEntry })
}

function conditionsOf(query: AuditQuery) {
  const { actor, action } = query
  return { id: idsOfPage('auditEntry', query), ...omitUndefined({ actor, action }) }
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id as AuditEntryId,
    actor: row.actor,
    action: row.action,
    object: row.object,
    fields: row.fields,
    count: row.count,
    requestId: row.requestId,
    createdAt: row.createdAt.toISOString(),
  }
}

function toTenantEntry(row: AuditRow): TenantAuditEntry {
  return { ...toEntry(row), tenantId: row.tenantId as TenantId | null }
}
