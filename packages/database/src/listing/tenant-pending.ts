import { type Page, type PageQuery, type TenantWaiting, WAITING_COUNTED_MAX } from '@posthorn/contracts'
import { type List, positionOf, toPage } from '../sql/cursor.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

// Reads a limited number of pending deliveries of each tenant, from the index on those that have not succeeded.
const FIND = {
  name: 'list-waiting-of-tenants',
  text: `
    SELECT t.id AS "tenantId", t.name, t.created_at AS "createdAt", (
      SELECT count(*)::int FROM (
        SELECT FROM deliveries d WHERE d.tenant_id = t.id AND d.status = 'pending' LIMIT ${WAITING_COUNTED_MAX}
      ) AS counted) AS pending
    FROM tenants t
    WHERE t.deleted_at IS NULL AND (t.created_at, t.id) < ($1::timestamptz, $2)
    ORDER BY t.created_at DESC, t.id DESC LIMIT $3`,
}

type Row = TenantWaiting & { createdAt: Date }

/** As the list of tenants: by creation time and id. */
const LIST: List = { name: 'waiting', position: /^\d{1,14} [A-Za-z0-9._-]{1,64}$/ }

/**
 * Tenants, newest first, with the number of their pending deliveries.
 * @throws ProblemError `invalid_cursor`
 */
export async function listPendingOfTenants(
  database: Database,
  { limit, cursor }: PageQuery,
): Promise<Page<TenantWaiting>> {
  const [ms, id = ''] = positionOf(LIST, cursor)?.split(' ') ?? []
  const before = ms === undefined ? 'infinity' : new Date(Number(ms)).toISOString()
  const rows = await run<Row>(poolOf(database), FIND, [before, id, limit + 1])
  return toPage(LIST, rows, {
    limit,
    toPosition: ({ createdAt, tenantId }) => `${createdAt.getTime()} ${tenantId}`,
    toItem: ({ tenantId, name, pending }) => ({ tenantId, name, pending }),
  })
}
