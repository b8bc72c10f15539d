import type {
  EventId,
  InboundRequest,
  Page,
  PageQuery,
  RequestCause,
  RequestId,
  SourceId,
} from '@posthorn/contracts'
import type { Request as RequestRow } from '../generated/client.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type Database, prismaOf } from '../sql/database.ts'

/** The requests that reached a source. The caller has checked that the source belongs to the tenant. */
export async function listRequests(
  database: Database,
  sourceId: SourceId,
  query: PageQuery,
): Promise<Page<InboundRequest>> {
  const rows = await prismaOf(database).request.findMany({
    where: { sourceId, id: idsOfPage('request', query) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('request'), rows, { limit: query.limit, toItem: toRequest })
}

function toRequest(row: RequestRow): InboundRequest {
  return {
    id: row.id as RequestId,
    outcome: row.outcome,
    cause: row.cause as RequestCause | null,
    eventId: row.eventId as EventId | null,
    contentType: row.contentType,
    userAgent: row.userAgent,
    bodyBytes: row.bodyBytes,
    receivedAt: row.receivedAt.toISOString(),
  }
}
