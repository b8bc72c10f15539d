import type { EventId, RequestId, SourceId } from '@posthorn/contracts'
import type { Database } from './database.ts'
import { type NewStoredEvent, storeEvent } from './events.ts'
import { inTransaction, run, type Sql } from './sql.ts'

/** What is kept of an HTTP call that reached a source. */
export interface RequestRecord {
  id: RequestId
  sourceId: SourceId
  contentType: string | undefined
  userAgent: string | undefined
  bodyBytes: number
  receivedAt: Date
}

export interface InboundEvent {
  request: RequestRecord
  event: NewStoredEvent
  /** Seen before, any one of them makes the request a duplicate. */
  dedupeKeys: readonly string[]
  dedupeWindowSeconds: number
}

export type InboundResult = { outcome: 'accepted' } | { outcome: 'duplicate'; eventId: EventId }

// Sorted, so that two requests which share keys wait for each other instead of locking each other out. A key whose
// window has run out is taken over by the new event.
const CLAIM_KEYS = {
  name: 'claim-dedupe-keys',
  text: `
    INSERT INTO dedupe_keys AS k (source_id, key, event_id, expires_at)
    SELECT $1, key, $3, now() + make_interval(secs => $4) FROM unnest($2::text[]) AS key ORDER BY key
    ON CONFLICT (source_id, key) DO UPDATE SET event_id = excluded.event_id, expires_at = excluded.expires_at
      WHERE k.expires_at <= now()
    RETURNING key`,
}

const FIND_FIRST = {
  name: 'find-deduped-event',
  text: `
    SELECT event_id AS "eventId" FROM dedupe_keys
    WHERE source_id = $1 AND key = ANY ($2) AND expires_at > now() ORDER BY event_id LIMIT 1`,
}

const STORE_REQUEST = {
  name: 'store-request',
  text: `
    INSERT INTO requests (id, source_id, outcome, cause, event_id, content_type, user_agent, body_bytes, received_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
}

/** Thrown to roll back: the keys that were new must not stay behind without an event. */
class SeenBefore extends Error {}

/**
 * Stores a verified request: as an event with its deliveries when it is new, as a duplicate of the first one when it
 * is not. One transaction: of any number of copies at once, one makes the event and the others wait for it.
 * @throws a foreign key violation when the source's tenant is gone
 */
export async function storeInbound({ pool }: Database, inbound: InboundEvent): Promise<InboundResult> {
  const { request, event, dedupeKeys, dedupeWindowSeconds } = inbound
  for (;;) {
    try {
      await inTransaction(pool, async (sql) => {
        const claimed = await run(sql, CLAIM_KEYS, [
          request.sourceId,
          dedupeKeys,
          event.id,
          dedupeWindowSeconds,
        ])
        if (claimed.length < dedupeKeys.length) throw new SeenBefore()
        await storeEvent(sql, event)
        await storeRequest(sql, request, { outcome: 'accepted', eventId: event.id })
      })
      return { outcome: 'accepted' }
    } catch (error) {
      if (!(error instanceof SeenBefore)) throw error
    }
    const [first] = await run<{ eventId: EventId }>(pool, FIND_FIRST, [request.sourceId, dedupeKeys])
    // No longer there: its window ran out between the two statements, so this one is new after all.
    if (first === undefined) continue
    await storeRequest(pool, request, { outcome: 'duplicate', eventId: first.eventId })
    return { outcome: 'duplicate', eventId: first.eventId }
  }
}

/** Keeps a request that did not become an event. */
export async function storeRejectedRequest(
  { pool }: Database,
  request: RequestRecord,
  cause: string,
): Promise<void> {
  await storeRequest(pool, request, { outcome: 'rejected', cause })
}

async function storeRequest(
  sql: Sql,
  request: RequestRecord,
  result: { outcome: 'accepted' | 'duplicate' | 'rejected'; cause?: string; eventId?: EventId },
): Promise<void> {
  await run(sql, STORE_REQUEST, [
    request.id,
    request.sourceId,
    result.outcome,
    result.cause,
    result.eventId,
    request.contentType,
    request.userAgent,
    request.bodyBytes,
    request.receivedAt,
  ])
}

const FORGET = {
  name: 'forget-dedupe-keys',
  text: `
    DELETE FROM dedupe_keys WHERE (source_id, key) IN (
      SELECT source_id, key FROM dedupe_keys WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED)`,
}

/** Deletes keys whose window has run out, at most `limit` of them. */
export async function forgetExpiredKeys({ pool }: Database, limit: number): Promise<void> {
  await run(pool, FORGET, [limit])
}
