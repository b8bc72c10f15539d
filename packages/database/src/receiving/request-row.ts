import type { EventId, InboundRequest, RequestCause, RequestId, SourceId } from '@posthorn/contracts'

export const REQUEST_COLUMNS = `
  r.id, r.source_id AS "sourceId", r.outcome, r.cause, r.event_id AS "eventId", r.content_type AS "contentType",
  r.user_agent AS "userAgent", r.body_bytes AS "bodyBytes", r.received_at AS "receivedAt",
  r.reprocessed_at AS "reprocessedAt"`

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
}

export function toRequest(row: RequestRow): InboundRequest {
  return {
    id: row.id as RequestId,
    sourceId: row.sourceId as SourceId,
    outcome: row.outcome,
    cause: row.cause as RequestCause | null,
    eventId: row.eventId as EventId | null,
    contentType: row.contentType,
    userAgent: row.userAgent,
    bodyBytes: row.bodyBytes,
    receivedAt: row.receivedAt.toISOString(),
    reprocessedAt: row.reprocessedAt?.toISOString() ?? null,
  }
}
