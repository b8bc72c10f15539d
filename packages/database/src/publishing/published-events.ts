import type { EventId, TenantId } from '@posthorn/contracts'
import { run, type Sql } from '../sql/sql.ts'

/** A stored event of a tenant, with what the reply to its publisher needs. */
export interface StoredEvent {
  id: EventId
  externalId: string | null
  type: string
  timestamp: Date
  deliveries: number
}

// Two queries and not one with OR, which would rather go through all events of the tenant.
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

/** The events that a tenant has with any of these ids, Posthorn's or the publisher's own. */
export async function findPublished(
  sql: Sql,
  tenantId: TenantId,
  { ids = [], externalIds = [] }: { ids?: readonly EventId[]; externalIds?: readonly string[] },
): Promise<StoredEvent[]> {
  return run<StoredEvent>(sql, FIND, [tenantId, ids, externalIds])
}
