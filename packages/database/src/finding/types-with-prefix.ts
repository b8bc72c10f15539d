import type { TenantId } from '@posthorn/contracts'
import { run, type Sql } from '../sql/sql.ts'

/** Each type costs a descent in every partition, for each page: a tenant with more is read event by event. */
const TYPES_MAX = 40

// One index probe for each type. Rows follow each other in the order of the index, also those of the next tenant: whole rows are
// compared, so that no other index applies. The collation of types is the database's, so those of a prefix need not be neighbours.
const FIND = {
  name: 'find-event-types-of-tenant',
  text: `
    WITH RECURSIVE types AS (
      SELECT first.tenant_id, first.type, 1 AS nth FROM (
        SELECT tenant_id, type FROM events WHERE (tenant_id, type, id) >= ($1, '', '') ORDER BY tenant_id, type, id LIMIT 1
      ) AS first
      UNION ALL
      SELECT next.tenant_id, next.type, types.nth + 1 FROM types CROSS JOIN LATERAL (
        SELECT tenant_id, type FROM events WHERE (tenant_id, type, id) > ($1, types.type, '~') ORDER BY tenant_id, type, id LIMIT 1
      ) AS next
      WHERE types.tenant_id = $1 AND types.nth <= $2
    )
    SELECT type FROM types WHERE tenant_id = $1`,
}

/**
 * The types that events of a tenant have, of those that begin with a prefix.
 * @returns undefined when the tenant has more than 40 types: too many to look up one by one
 */
export async function findTypesWithPrefix(
  sql: Sql,
  tenantId: TenantId,
  prefix: string,
): Promise<string[] | undefined> {
  const rows = await run<{ type: string }>(sql, FIND, [tenantId, TYPES_MAX])
  if (rows.length > TYPES_MAX) return undefined
  return rows.flatMap(({ type }) => (type.startsWith(prefix) ? [type] : []))
}
