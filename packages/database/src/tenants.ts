import type { Page, PageQuery, Tenant, TenantId, TenantInput } from '@posthorn/contracts'
import { type List, placeOf, toPage } from './cursor.ts'
import type { Database } from './database.ts'
import type { Tenant as TenantRow } from './generated/client.ts'
import { run } from './sql.ts'

const PUT = {
  name: 'put-tenant',
  text: `
    INSERT INTO tenants (id, name, metadata, strict_event_types, updated_at) VALUES ($1, $2, $3, $4, now())
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, metadata = excluded.metadata,
      strict_event_types = excluded.strict_event_types, updated_at = now()
    RETURNING id, name, metadata, strict_event_types AS "strictEventTypes", created_at AS "createdAt", updated_at AS "updatedAt", xmax = 0 AS created`,
}

/** Creates the tenant, or changes the one that is there. */
export async function putTenant(
  { pool }: Database,
  id: TenantId,
  input: TenantInput,
): Promise<{ tenant: Tenant; created: boolean }> {
  const values = [id, input.name, JSON.stringify(input.metadata), input.strictEventTypes]
  const [row] = await run<TenantRow & { created: boolean }>(pool, PUT, values)
  if (row === undefined) throw new Error('INSERT … ON CONFLICT DO UPDATE returned no row')
  return { tenant: toTenant(row), created: row.created }
}

export async function findTenant({ prisma }: Database, id: TenantId): Promise<Tenant | undefined> {
  const row = await prisma.tenant.findUnique({ where: { id } })
  return row === null ? undefined : toTenant(row)
}

/** Tenants choose their own ids, so a place in this list is a moment and an id. */
const LIST: List = { name: 'tenant', place: /^\d{1,14} [A-Za-z0-9._-]{1,64}$/ }

export async function listTenants({ prisma }: Database, query: PageQuery): Promise<Page<Tenant>> {
  const [ms, id] = placeOf(LIST, query.cursor)?.split(' ') ?? []
  const createdAt = new Date(Number(ms))
  const rows = await prisma.tenant.findMany({
    where: id === undefined ? {} : { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  })
  return toPage(LIST, rows, {
    limit: query.limit,
    toPlace: (row) => `${row.createdAt.getTime()} ${row.id}`,
    toItem: toTenant,
  })
}

// Answers that are kept for an Idempotency-Key have no foreign key: a new tenant of this name must not get them. "0" comes
// after "/", so these are all the paths below the tenant's own.
const DELETE = {
  name: 'delete-tenant',
  text: `
    WITH answer AS (
      DELETE FROM idempotency_keys
      WHERE holder IN (SELECT 'admin' UNION ALL SELECT id FROM api_keys WHERE tenant_id = $1)
        AND path >= '/v1/tenants/' || $1 || '/' AND path < '/v1/tenants/' || $1 || '0'
    )
    DELETE FROM tenants WHERE id = $1 RETURNING id`,
}

/** Deletes the tenant with all it owns. False when there is none. */
export async function deleteTenant({ pool }: Database, id: TenantId): Promise<boolean> {
  return (await run(pool, DELETE, [id])).length === 1
}

function toTenant(row: TenantRow): Tenant {
  return {
    id: row.id as TenantId,
    name: row.name,
    metadata: row.metadata as Tenant['metadata'],
    strictEventTypes: row.strictEventTypes,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
