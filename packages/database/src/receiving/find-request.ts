import type { EventId, InboundRequest, RequestId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { isExpiredRejection } from './rejected-requests.ts'
import { REQUEST_COLUMNS, type RequestRow, toRequest } from './request-row.ts'

/** A request of a tenant, with what is kept of a rejected one. */
export interface FoundRequest {
  request: InboundRequest
  /** The events that it made. */
  eventIds: readonly EventId[]
  /** Events of it that were stored before. */
  duplicateEventIds: readonly EventId[]
  /** Undefined once it is no longer kept, and for a request that is not rejected. */
  kept: KeptContent | undefined
  /** Whether copies of the request that its source accepted may have been deleted, so that a duplicate is not recognized. */
  isDedupeWindowOver: boolean
}

export interface KeptContent {
  detail: string
  sealed: Uint8Array
  /** Whether the whole body is in it. */
  isWhole: boolean
}

const FIND = {
  name: 'find-request',
  text: `
    SELECT ${REQUEST_COLUMNS}, r.event_ids AS "eventIds", r.duplicate_event_ids AS "duplicateEventIds", k.detail, k.sealed, k.is_whole AS "isWhole",
      r.received_at + make_interval(secs => s.dedupe_window_seconds) <= now() AS "isDedupeWindowOver"
    FROM requests r JOIN sources s ON s.id = r.source_id
      LEFT JOIN rejected_requests k ON k.id = r.id AND NOT ${isExpiredRejection('k.id')}
    WHERE r.id = $1 AND s.tenant_id = $2`,
}

type FoundRow = RequestRow &
  Pick<FoundRequest, 'isDedupeWindowOver'> & { [Name in keyof KeptContent]: KeptContent[Name] | null } & {
    [Name in 'eventIds' | 'duplicateEventIds']: EventId[] | null
  }

/** @returns undefined when the tenant has no request with this id */
export async function findRequest(
  database: Database,
  tenantId: TenantId,
  id: RequestId,
): Promise<FoundRequest | undefined> {
  const [row] = await run<FoundRow>(poolOf(database), FIND, [id, tenantId])
  if (row === undefined) return undefined
  const { detail, sealed, isWhole, isDedupeWindowOver } = row
  const isKept = detail !== null && sealed !== null && isWhole !== null
  const kept = isKept ? { detail, sealed, isWhole } : undefined
  const request = toRequest(row)
  return { request, ...eventsOf(request, row), kept, isDedupeWindowOver }
}

/** A request with one event has it in `eventId` alone. */
function eventsOf(
  { outcome, eventId }: InboundRequest,
  { eventIds, duplicateEventIds }: FoundRow,
): Pick<FoundRequest, 'eventIds' | 'duplicateEventIds'> {
  const one = eventId === null ? [] : [eventId]
  return {
    eventIds: eventIds ?? (outcome === 'accepted' ? one : []),
    duplicateEventIds: duplicateEventIds ?? (outcome === 'duplicate' ? one : []),
  }
}
