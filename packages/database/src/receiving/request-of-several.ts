import type { EventId, TenantId } from '@posthorn/contracts'
import { lockTenants } from '../sql/lock-tenants.ts'
import type { Query } from '../sql/sql.ts'
import { RECORD_COLUMNS, type RequestRecord } from './request-records.ts'

/** What became of a request with several events. */
export interface RecordedEvents {
  /** `duplicate` when all its events were stored before. */
  outcome: 'accepted' | 'duplicate'
  /** The first that it made; of a duplicate, the first that it duplicates. */
  eventId: EventId
  /** The events that it made, in the order of its body. */
  eventIds: readonly EventId[]
  /** Events of it that were stored before. */
  duplicateEventIds: readonly EventId[]
}

// Lock order: the tenant, shared.
const STORE = {
  name: 'store-request-of-several-events',
  text: `
    WITH tenant AS MATERIALIZED (${lockTenants('ARRAY[$1]')}
    )
    INSERT INTO requests (id, source_id, outcome, event_id, event_ids, duplicate_event_ids, ${RECORD_COLUMNS})
    SELECT $3, $4, $5::request_outcome, $6, $7::text[], $8::text[], $9, $10, $11, $12, $13, $14
    FROM tenant WHERE $2::bigint IS NULL OR $2::bigint = rules_version
    RETURNING id`,
}

/** Records a request with several events, unless its rules are stale: then the query has no row. */
export function requestOfSeveralQuery(
  {
    request: { id, sourceId, contentType, userAgent, bodyBytes, secret, receivedAt },
    tenantId,
    rulesVersion,
  }: { request: RequestRecord; tenantId: TenantId; rulesVersion: string | undefined },
  { outcome, eventId, eventIds, duplicateEventIds }: RecordedEvents,
): Query {
  const rules = [tenantId, rulesVersion]
  const events = [outcome, eventId, eventIds, duplicateEventIds]
  const matched = [secret?.id, secret?.position]
  const record = [contentType, userAgent, bodyBytes, ...matched, receivedAt.toISOString()]
  return { statement: STORE, values: [...rules, id, sourceId, ...events, ...record] }
}
