import type { EventId, SourceId } from '@posthorn/contracts'
import { run, type Sql } from '../sql/sql.ts'

// Each key is looked up separately: for a join, the planner could read all keys.
const FIND = {
  name: 'find-events-of-dedupe-keys',
  text: `
    SELECT given.key, k.event_id AS "eventId" FROM unnest($2::text[]) AS given (key)
      CROSS JOIN LATERAL (
        SELECT event_id FROM dedupe_keys WHERE source_id = $1 AND key = given.key AND expires_at > now() LIMIT 1
      ) AS k`,
}

/** The events of the dedupe keys that a source has stored, by key. */
export async function findEventsOfKeys(
  sql: Sql,
  sourceId: SourceId,
  keys: readonly string[],
): Promise<ReadonlyMap<string, EventId>> {
  const rows = await run<{ key: string; eventId: EventId }>(sql, FIND, [sourceId, keys])
  return new Map(rows.map(({ key, eventId }) => [key, eventId]))
}
