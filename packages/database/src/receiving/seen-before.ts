import type { EventId, RequestId, TenantId } from '@posthorn/contracts'
import { heldTenants } from '../delivering/held-tenants.ts'
import { run, type Sql } from '../sql/sql.ts'
import type { RequestRecord } from './request-records.ts'

/** A verified request. */
export interface VerifiedCall {
  request: RequestRecord
  tenantId: TenantId
  /** Seen before, any one of them makes the request a duplicate. No two are the same. */
  dedupeKeys: readonly string[]
  dedupeWindowSeconds: number
  /** Of the tenant when what the request was verified by was read; undefined where that does not matter any more. */
  rulesVersion: string | undefined
}

// A repeat is noted at once. Each key is looked up by itself: joined, all keys there are could be read.
const FIND = {
  name: 'find-seen-before',
  text: `
    WITH tenant AS MATERIALIZED (${heldTenants('$12')}
    ), current AS (
      SELECT r.*
      FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::int[], $8::timestamptz[])
        AS r (id, source_id, tenant_id, rules_version, content_type, user_agent, body_bytes, received_at)
        JOIN tenant AS t ON t.id = r.tenant_id
      WHERE r.rules_version IS NULL OR r.rules_version = t.rules_version
    ), seen AS (
      SELECT asked.id, min(k.event_id) AS event_id
      FROM unnest($9::text[], $10::text[], $11::text[]) AS asked (id, source_id, key)
        CROSS JOIN LATERAL (
          SELECT event_id FROM dedupe_keys
          WHERE source_id = asked.source_id AND key = asked.key AND expires_at > now() LIMIT 1
        ) AS k
      GROUP BY asked.id
    ), result AS (
      SELECT current.*, seen.event_id FROM current LEFT JOIN seen ON seen.id = current.id
    ), noted AS (
      INSERT INTO requests (id, source_id, outcome, event_id, content_type, user_agent, body_bytes, received_at)
      SELECT id, source_id, 'duplicate', event_id, content_type, user_agent, body_bytes, received_at
      FROM result WHERE event_id IS NOT NULL
    )
    SELECT id, event_id AS "eventId" FROM result`,
}

/** The event that a request made before; undefined for one that looks new. */
export type SeenBefore = EventId | undefined | 'stale'

/**
 * Looks up whether requests were seen before, and notes those that were. What is found is certain; what is not found may
 * come at the same moment.
 * @returns what is known of each, in their order
 */
export async function findSeenBefore(sql: Sql, calls: readonly VerifiedCall[]): Promise<SeenBefore[]> {
  const keys = calls.flatMap(({ request: { id, sourceId }, dedupeKeys }) =>
    dedupeKeys.map((key) => ({ id, sourceId, key })),
  )
  const rows = await run<{ id: RequestId; eventId: EventId | null }>(sql, FIND, [
    calls.map(({ request }) => request.id),
    calls.map(({ request }) => request.sourceId),
    calls.map(({ tenantId }) => tenantId),
    calls.map(({ rulesVersion }) => rulesVersion),
    calls.map(({ request }) => request.contentType),
    calls.map(({ request }) => request.userAgent),
    calls.map(({ request }) => request.bodyBytes),
    calls.map(({ request }) => request.receivedAt.toISOString()),
    keys.map(({ id }) => id),
    keys.map(({ sourceId }) => sourceId),
    keys.map(({ key }) => key),
    [...new Set(calls.map(({ tenantId }) => tenantId))],
  ])
  const found = new Map(rows.map(({ id, eventId }) => [id, eventId ?? undefined]))
  return calls.map(({ request: { id } }) => (found.has(id) ? found.get(id) : 'stale'))
}
