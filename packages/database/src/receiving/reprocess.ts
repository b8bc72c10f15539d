import type { EventId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { type Query, run, type Sql } from '../sql/sql.ts'
import type { StoreInbound } from './inbound.ts'
import type { VerifiedCall } from './previous-events.ts'
import type { RequestRecord } from './request-records.ts'
import { storeNewInbound } from './store-inbound.ts'

// Each key is looked up separately: for a join, the planner could read all keys.
const FIND = {
  name: 'find-event-of-dedupe-keys',
  text: `
    SELECT min(k.event_id) AS "eventId" FROM unnest($2::text[]) AS given (key)
      CROSS JOIN LATERAL (
        SELECT event_id FROM dedupe_keys WHERE source_id = $1 AND key = given.key AND expires_at > now() LIMIT 1
      ) AS k`,
}

// Lock order: the request; its content. An accepted request keeps its content in its event alone.
const RECORD = {
  name: 'record-reprocessed-request',
  text: `
    WITH request AS (
      UPDATE requests SET outcome = $2::request_outcome, cause = NULL, event_id = $3, reprocessed_at = now(),
        matched_secret_id = $4, matched_secret_position = $5
      WHERE id = $1 AND outcome = 'rejected' RETURNING id
    )
    DELETE FROM rejected_requests WHERE id = ANY (ARRAY(SELECT id FROM request))`,
}

function recordQuery(
  { id, secret }: RequestRecord,
  outcome: 'accepted' | 'duplicate',
  eventId: EventId,
): Query {
  return { statement: RECORD, values: [id, outcome, eventId, secret?.id, secret?.position] }
}

/**
 * Stores rejected requests that have been verified again, as `createStoreInbound` stores new ones, one at a time: it changes the
 * record of the request instead of adding one. Of concurrent calls for the same request one makes the event.
 *
 * Lock order of what is new: as in `store-inbound`; the request; its content.
 */
export function createStoreReprocessed(database: Database): StoreInbound {
  return async function storeReprocessed(call, compose) {
    const pool = poolOf(database)
    const { request } = call
    const event = await compose()
    for (;;) {
      const previous = await findEvent(pool, call)
      if (previous !== undefined) {
        const { statement, values } = recordQuery(request, 'duplicate', previous)
        await run(pool, statement, values)
        return { outcome: 'duplicate', eventId: previous }
      }
      const [outcome = 'stale'] = await storeNewInbound(pool, [{ ...call, event }], () =>
        recordQuery(request, 'accepted', event.id),
      )
      if (outcome === 'stale') return { outcome: 'stale' }
      if (outcome === 'stored') return { outcome: 'stored', event }
      // A concurrent copy was stored first: the next lookup finds it, unless its window has ended.
    }
  }
}

async function findEvent(sql: Sql, { request, dedupeKeys }: VerifiedCall): Promise<EventId | undefined> {
  const [row] = await run<{ eventId: EventId | null }>(sql, FIND, [request.sourceId, dedupeKeys])
  return row?.eventId ?? undefined
}
