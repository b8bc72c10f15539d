import type { EventId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run, type Sql } from '../sql/sql.ts'

/** A stored event of a tenant, with what the reply to its publisher needs. */
export interface StoredEvent {
  id: EventId
  externalId: string | null
  type: string
  timestamp: Date
  deliveries: number
}

// Two queries instead of OR, for which the planner would read all events of the tenant.
const FIND = {
  name: 'find-published-events',
  text: `
    SELECT id, external_id AS "externalId", type, timestamp,
      (SELECT count(*)::int FROM deliveries WHERE event_id = e.id) AS deliveries
    FROM (
      SELECT id, external_id, type, timestamp FROM events WHERE tenant_id = $1 AND id = ANY ($2::text[])
      UNION
      SELECT e.* FROM external_ids AS named CROSS JOIN LATERAL (
        SELECT id, external_id, type, timestamp FROM events WHERE id = named.event_id LIMIT 1
      ) AS e
      WHERE named.tenant_id = $1 AND named.external_id = ANY ($3::text[])
    ) AS e`,
}

/** The names of events: their ids and the ids of their publishers. */
interface EventNames {
  ids?: readonly EventId[]
  externalIds?: readonly string[]
}

/** The stored events of a tenant with any of these ids or external ids. */
export async function findPublished(
  database: Database,
  tenantId: TenantId,
  names: EventNames,
): Promise<StoredEvent[]> {
  return findPublishedIn(poolOf(database), tenantId, names)
}

/** The same, within a transaction. */
export async function findPublishedIn(
  sql: Sql,
  tenantId: TenantId,
  { ids = [], externalIds = [] }: EventNames,
): Promise<StoredEvent[]> {
  return run<StoredEvent>(sql, FIND, [tenantId, ids, externalIds])
}
