import type { EventId, SourceId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
import { rowsOf } from '../sql/rows-of.ts'
import type { Query } from '../sql/sql.ts'

/** Identifies a request of a source as a duplicate until its window ends. */
export interface DedupeKey {
  sourceId: SourceId
  key: string
  /** The event that the request makes. */
  eventId: EventId
  windowSeconds: number
}

const KEYS = rowsOf<DedupeKey>()('given', {
  source_id: { type: 'text', of: ({ sourceId }) => sourceId },
  key: { type: 'text', of: ({ key }) => key },
  event_id: { type: 'text', of: ({ eventId }) => eventId },
  seconds: { type: 'int', of: ({ windowSeconds }) => windowSeconds },
})

// Lock order: dedupe keys, sorted: two transactions that share keys wait for each other and cannot deadlock. A new
// event takes over a key whose window has ended.
const STORE = {
  name: 'store-dedupe-keys',
  text: `
    INSERT INTO dedupe_keys AS k (source_id, key, event_id, expires_at)
    SELECT source_id, key, event_id, now() + make_interval(secs => seconds)
    FROM ${KEYS.from}
    ORDER BY source_id, key
    ON CONFLICT (source_id, key) DO UPDATE SET event_id = excluded.event_id, expires_at = excluded.expires_at
      WHERE k.expires_at <= now()
    RETURNING event_id AS "eventId"`,
}

/** Stores the keys that are free, no two of them equal. Its rows are the events of the stored keys, as `eventId`. */
export function storeDedupeKeys(keys: readonly DedupeKey[]): Query {
  return { statement: STORE, values: KEYS.values(keys) }
}

const DELETE_EXPIRED = deleteStatement('delete-dedupe-keys', 'dedupe_keys', 'expires_at <= now()')

/**
 * Deletes at most `limit` keys whose window has ended.
 * @returns whether there may be more
 */
export async function deleteExpiredDedupeKeys(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), DELETE_EXPIRED, limit)
}
