import {
  type Page,
  type PageQuery,
  ProblemError,
  type Tenant,
  type TenantId,
  type TenantInput,
} from '@posthorn/contracts'
import type { Tenant as TenantRow } from '../generated/client.ts'
import type { List } from '../sql/cursor.ts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'
import { pageOfLargeRows } from '../sql/large-rows-page.ts'
import { run } from '../sql/sql.ts'

const PUT = {
  name: 'put-tenant',
  text: `
    INSERT INTO tenants (id, name, metadata, strict_event_types, retention_days, content_due_at, portal_origins,
      updated_at)
    VALUES ($1, $2, $3, $4, $5, CASE WHEN $5::int IS NOT NULL THEN now() END, $6, now())
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, metadata = excluded.metadata,
      strict_event_types = excluded.strict_event_types, retention_days = excluded.retention_days,
      content_due_at = excluded.content_due_at, portal_origins = excluded.portal_origins, updated_at = now()
      WHERE tenants.deleted_at IS NULL
    RETURNING id, name, metadata, strict_event_types AS "strictEventTypes", retention_days AS "retentionDays",
      portal_origins AS "portalOrigins", created_at AS "createdAt", updated_at AS "updatedAt", xmax = 0 AS created`,
}

/**
 * Creates or replaces a tenant.
 * @throws ProblemError `conflict` while a previous tenant with this id is being deleted
 */
export async function putTenant(
  database: Database,
  id: TenantId,
  input: TenantInput,
): Promise<{ tenant: Tenant; created: boolean }> {
  const values = [
    id,
    input.name,
    JSON.stringify(input.metadata),
    input.strictEventTypes,
    input.retentionDays,
    input.portalOrigins,
  ]
  const [row] = await run<TenantRow & { created: boolean }>(poolOf(database), PUT, values)
  if (row === undefined) {
    throw new ProblemError(
      'conflict',
      `The previous tenant "${id}" is still being deleted: try again in a moment.`,
    )
  }
  return { tenant: toTenant(row), created: row.created }
}

export async function findTenant(database: Database, id: TenantId): Promise<Tenant | undefined> {
  const row = await prismaOf(database).tenant.findUnique({ where: { id, deletedAt: null } })
  return row === null ? undefined : toTenant(row)
}

/** By creation time and id: ids of tenants contain no time. */
const LIST: List = { name: 'tenant', position: /^\d{1,14} [A-Za-z0-9._-]{1,64}$/ }

export async function listTenants(database: Database, query: PageQuery): Promise<Page<Tenant>> {
  return pageOfLargeRows(LIST, query, {
    read: (position, take) => {
      const [ms, id] = position?.split(' ') ?? []
      const createdAt = new Date(Number(ms))
      const after =
        id === undefined ? {} : { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
      return prismaOf(database).tenant.findMany({
        where: { deletedAt: null, ...after },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take,
      })
    },
    toPosition: (row) => `${row.createdAt.getTime()} ${row.id}`,
    toItem: toTenant,
  })
}

function toTenant(row: TenantRow): Tenant {
  return {
    id: row.id as TenantId,
    name: row.name,
    metadata: row.metadata as Tenant['metadata'],
    strictEventTypes: row.strictEventTypes,
    retentionDays: row.retentionDays,
    portalOrigins: row.portalOrigins,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
