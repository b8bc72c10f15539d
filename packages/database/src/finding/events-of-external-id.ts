import type { EventId, TenantId } from '@posthorn/contracts'
import { dedupeKeyOfId } from '@posthorn/webhook'
import { run, type Sql } from '../sql/sql.ts'

// Each source is looked up separately: for a join, the planner could read all keys.
const FIND = {
  name: 'find-events-of-external-id',
  text: `
    SELECT event_id AS id FROM external_ids WHERE tenant_id = $1 AND external_id = $2
    UNION
    SELECT k.event_id FROM sources AS s CROSS JOIN LATERAL (
      SELECT event_id FROM dedupe_keys WHERE source_id = s.id AND key = $3 LIMIT 1
    ) AS k
    WHERE s.tenant_id = $1`,
}

/**
 * The events of a tenant with an external id: one that was published with it, and one of each source whose provider sent it. The
 * latter are found by their dedupe keys, until the window of these ends.
 */
export async function findEventsOfExternalId(
  sql: Sql,
  tenantId: TenantId,
  externalId: string,
): Promise<EventId[]> {
  const rows = await run<{ id: EventId }>(sql, FIND, [tenantId, externalId, dedupeKeyOfId(externalId)])
  return rows.map(({ id }) => id)
}
