import type { EventId, RequestId, SourceId, TenantId } from '@posthorn/contracts'
import { lockTenants } from '../sql/lock-tenants.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { run, type Sql } from '../sql/sql.ts'
import { RECORD_COLUMNS, type RequestRecord } from './request-records.ts'

/** A verified request. */
export interface VerifiedCall {
  request: RequestRecord
  tenantId: TenantId
  /** The request is a duplicate if one of them was stored before. No two are equal. */
  dedupeKeys: readonly string[]
  dedupeWindowSeconds: number
  /** Of the tenant when the cached source was read; undefined for a current source. */
  rulesVersion: string | undefined
}

const CALLS = rowsOf<VerifiedCall>()('r', {
  id: { type: 'text', of: ({ request }) => request.id },
  source_id: { type: 'text', of: ({ request }) => request.sourceId },
  tenant_id: { type: 'text', of: ({ tenantId }) => tenantId },
  rules_version: { type: 'bigint', of: ({ rulesVersion }) => rulesVersion },
  content_type: { type: 'text', of: ({ request }) => request.contentType },
  user_agent: { type: 'text', of: ({ request }) => request.userAgent },
  body_bytes: { type: 'int', of: ({ request }) => request.bodyBytes },
  matched_secret_id: { type: 'text', of: ({ request }) => request.secret?.id },
  matched_secret_position: { type: 'smallint', of: ({ request }) => request.secret?.position },
  received_at: { type: 'timestamptz', of: ({ request }) => request.receivedAt },
})
const KEYS = rowsOf<{ id: RequestId; sourceId: SourceId; key: string }>()(
  'queried',
  {
    id: { type: 'text', of: ({ id }) => id },
    source_id: { type: 'text', of: ({ sourceId }) => sourceId },
    key: { type: 'text', of: ({ key }) => key },
  },
  CALLS.next,
)

// Lock order: tenants, shared and sorted. A duplicate is recorded at once. Each key is looked up separately: for a
// join, the planner could read all keys.
const FIND = {
  name: 'find-previous-events',
  text: `
    WITH tenant AS MATERIALIZED (${lockTenants(`$${KEYS.next}`)}
    ), current AS (
      SELECT r.*
      FROM ${CALLS.from}
        JOIN tenant AS t ON t.id = r.tenant_id
      WHERE r.rules_version IS NULL OR r.rules_version = t.rules_version
    ), seen AS (
      SELECT queried.id, min(k.event_id) AS event_id
      FROM ${KEYS.from}
        CROSS JOIN LATERAL (
          SELECT event_id FROM dedupe_keys
          WHERE source_id = queried.source_id AND key = queried.key AND expires_at > now() LIMIT 1
        ) AS k
      GROUP BY queried.id
    ), result AS (
      SELECT current.*, seen.event_id FROM current LEFT JOIN seen ON seen.id = current.id
    ), noted AS (
      INSERT INTO requests (id, source_id, outcome, event_id, ${RECORD_COLUMNS})
      SELECT id, source_id, 'duplicate', event_id, ${RECORD_COLUMNS} FROM result WHERE event_id IS NOT NULL
    )
    SELECT id, event_id AS "eventId" FROM result`,
}

/** The event of the first copy of a request; undefined if the request looks new. */
export type PreviousEvent = EventId | undefined | 'stale'

/**
 * Looks up the events of duplicates and records these requests. A request that looks new may still have a concurrent copy.
 * @returns the previous event of each, in their order
 */
export async function findPreviousEvents(sql: Sql, calls: readonly VerifiedCall[]): Promise<PreviousEvent[]> {
  const keys = calls.flatMap(({ request: { id, sourceId }, dedupeKeys }) =>
    dedupeKeys.map((key) => ({ id, sourceId, key })),
  )
  const rows = await run<{ id: RequestId; eventId: EventId | null }>(sql, FIND, [
    ...CALLS.values(calls),
    ...KEYS.values(keys),
    [...new Set(calls.map(({ tenantId }) => tenantId))],
  ])
  const found = new Map(rows.map(({ id, eventId }) => [id, eventId ?? undefined]))
  return calls.map(({ request: { id } }) => (found.has(id) ? found.get(id) : 'stale'))
}
