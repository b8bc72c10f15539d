import type { EventId, InboundRequest, RequestId, SecretId, SourceId } from '@posthorn/contracts'
import { shownSecret } from '../managing/sealed-secrets.ts'
import { causeOf } from './stored-cause.ts'

export const REQUEST_COLUMNS = `
  r.id, r.source_id AS "sourceId", r.outcome, r.cause, r.event_id AS "eventId", r.content_type AS "contentType",
  r.user_agent AS "userAgent", r.body_bytes AS "bodyBytes", r.received_at AS "receivedAt",
  r.reprocessed_at AS "reprocessedAt", r.matched_secret_id AS "matchedSecretId",
  r.matched_secret_position AS "matchedSecretPosition"`

/** A row of {@link REQUEST_COLUMNS}. */
export interface RequestRow {
  id: string
  sourceId: string
  outcome: InboundRequest['outcome']
  cause: string | null
  eventId: string | null
  contentType: string | null
  userAgent: string | null
  bodyBytes: number
  receivedAt: Date
  reprocessedAt: Date | null
  matchedSecretId: string | null
  matchedSecretPosition: number | null
}

export function toRequest(row: RequestRow): InboundRequest {
  return {
    id: row.id as RequestId,
    sourceId: row.sourceId as SourceId,
    outcome: row.outcome,
    cause: row.cause === null ? null : causeOf(row.cause),
    eventId: row.eventId as EventId | null,
    matchedSecret:
      row.matchedSecretId === null || row.matchedSecretPosition === null
        ? null
        : shownSecret({ id: row.matchedSecretId as SecretId, position: row.matchedSecretPosition }),
    contentType: row.contentType,
    userAgent: row.userAgent,
    bodyBytes: row.bodyBytes,
    receivedAt: row.receivedAt.toISOString(),
    reprocessedAt: row.reprocessedAt?.toISOString() ?? null,
  }
}
