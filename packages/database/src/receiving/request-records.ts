import type { EventId, RequestId, SourceId } from '@posthorn/contracts'
import type { SecretReference } from '../managing/sealed-secrets.ts'
import { rowsOf } from '../sql/rows-of.ts'
import type { Query } from '../sql/sql.ts'

/** The record of an HTTP request to a source. */
export interface RequestRecord {
  id: RequestId
  sourceId: SourceId
  contentType: string | undefined
  userAgent: string | undefined
  bodyBytes: number
  /** That verified it. */
  secret: SecretReference | undefined
  receivedAt: Date
}

/** Columns of every record. */
export const RECORD_COLUMNS =
  'content_type, user_agent, body_bytes, matched_secret_id, matched_secret_position, received_at'

/** A request with the event that it made. */
interface AcceptedRequest {
  request: RequestRecord
  event: { id: EventId }
}

const ACCEPTED = rowsOf<AcceptedRequest>()('r', {
  id: { type: 'text', of: ({ request }) => request.id },
  source_id: { type: 'text', of: ({ request }) => request.sourceId },
  event_id: { type: 'text', of: ({ event }) => event.id },
  content_type: { type: 'text', of: ({ request }) => request.contentType },
  user_agent: { type: 'text', of: ({ request }) => request.userAgent },
  body_bytes: { type: 'int', of: ({ request }) => request.bodyBytes },
  matched_secret_id: { type: 'text', of: ({ request }) => request.secret?.id },
  matched_secret_position: { type: 'smallint', of: ({ request }) => request.secret?.position },
  received_at: { type: 'timestamptz', of: ({ request }) => request.receivedAt },
})

const STORE_ACCEPTED = {
  name: 'store-accepted-requests',
  text: `
    INSERT INTO requests (id, source_id, outcome, event_id, ${RECORD_COLUMNS})
    SELECT id, source_id, 'accepted', event_id, ${RECORD_COLUMNS} FROM ${ACCEPTED.from}`,
}

/** Records accepted requests. The caller has locked their tenants. */
export function storeAcceptedRequests(accepted: readonly AcceptedRequest[]): Query {
  return { statement: STORE_ACCEPTED, values: ACCEPTED.values(accepted) }
}
