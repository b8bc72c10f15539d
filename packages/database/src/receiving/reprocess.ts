import type { EventId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { type Query, run, type Sql } from '../sql/sql.ts'
import { findEventsOfKeys } from './events-of-keys.ts'
import type { VerifiedCall } from './previous-events.ts'
import type { RecordedEvents } from './request-of-several.ts'
import type { RequestRecord } from './request-records.ts'
import type { StoreInbound } from './store-inbound.ts'
import { storeNewInbound } from './store-new-inbound.ts'
import { createStoreSeveral, type StoreSeveral } from './store-several.ts'

// Lock order: the request; its content. An accepted request keeps its content in its event alone.
const RECORD = {
  name: 'record-reprocessed-request',
  text: `
    WITH request AS (
      UPDATE requests SET outcome = $2::request_outcome, cause = NULL, event_id = $3, reprocessed_at = now(),
        matched_secret_id = $4, matched_secret_position = $5, event_ids = $6::text[], duplicate_event_ids = $7::text[]
      WHERE id = $1 AND outcome = 'rejected' RETURNING id
    ), content AS (
      DELETE FROM rejected_requests WHERE id = ANY (ARRAY(SELECT id FROM request))
    )
    SELECT true AS recorded`,
}

function recordQuery(
  { id, secret }: RequestRecord,
  { outcome, eventId, eventIds, duplicateEventIds }: Outcome & Partial<RecordedEvents>,
): Query {
  const events = [eventIds, duplicateEventIds]
  return { statement: RECORD, values: [id, outcome, eventId, secret?.id, secret?.position, ...events] }
}

type Outcome = Pick<RecordedEvents, 'outcome' | 'eventId'>

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
        const { statement, values } = recordQuery(request, { outcome: 'duplicate', eventId: previous })
        await run(pool, statement, values)
        return { outcome: 'duplicate', eventId: previous }
      }
      const [outcome = 'stale'] = await storeNewInbound(pool, [{ ...call, event }], () =>
        recordQuery(request, { outcome: 'accepted', eventId: event.id }),
      )
      if (outcome === 'stale') return { outcome: 'stale' }
      if (outcome === 'stored') return { outcome: 'stored', event }
      // A concurrent copy was stored first: the next lookup finds it, unless its window has ended.
    }
  }
}

/** The same for a request with several events. */
export function createStoreSeveralReprocessed(database: Database): StoreSeveral {
  return createStoreSeveral(database, {
    record: ({ request }, recorded) => recordQuery(request, recorded),
  })
}

async function findEvent(sql: Sql, { request, dedupeKeys }: VerifiedCall): Promise<EventId | undefined> {
  const found = await findEventsOfKeys(sql, request.sourceId, dedupeKeys)
  return [...found.values()].toSorted()[0]
}
