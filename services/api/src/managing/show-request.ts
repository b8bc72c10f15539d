import type { EventId, InboundRequestDetail, RequestId, TenantId } from '@posthorn/contracts'
import { type FoundRequest, findKeptEvents, findRequest } from '@posthorn/database'
import { openContent, type RejectedContent, SHOWN_BYTES } from '@posthorn/receiving'
import { type SecretBox, SecretBoxError } from '@posthorn/secrets'
import { maskedHeaders } from '@posthorn/webhook'
import type { Dependencies } from '../dependencies.ts'
import { found } from '../http/replies.ts'

/**
 * One request with its events, and what is kept of a rejected one.
 * @throws ProblemError `not_found`
 */
export async function showRequest(
  { database, secretBox }: Pick<Dependencies, 'database' | 'secretBox'>,
  tenant: TenantId,
  id: RequestId,
): Promise<InboundRequestDetail> {
  const stored = found(await findRequest(database, tenant, id), 'request')
  const { request, eventIds, duplicateEventIds, kept, isDedupeWindowOver } = stored
  const content = kept && openedContent(secretBox, id, kept)
  const hasBody = content !== undefined && (content.body.length > 0 || kept?.isWhole === true)
  return {
    ...request,
    eventIds: [...eventIds],
    duplicateEventIds: [...duplicateEventIds],
    detail: kept?.detail ?? null,
    headers: content === undefined ? null : maskedHeaders(content.headers),
    body: hasBody ? Buffer.from(content.body.subarray(0, SHOWN_BYTES)).toString('utf8') : null,
    bodyTruncated: hasBody && (content.body.length > SHOWN_BYTES || kept?.isWhole === false),
    reprocessable:
      request.eventId === null
        ? content !== undefined && kept?.isWhole === true && !isDedupeWindowOver
        : await isAnyKept(database, tenant, eventIds.length > 0 ? eventIds : [request.eventId]),
  }
}

/** Whether one of the events has its content, which can be sent again. */
async function isAnyKept(
  database: Dependencies['database'],
  tenant: TenantId,
  ids: readonly EventId[],
): Promise<boolean> {
  return (await findKeptEvents(database, tenant, ids)).length > 0
}

/** Undefined when no key decrypts it. */
export function openedContent(
  box: SecretBox,
  id: RequestId,
  { sealed }: NonNullable<FoundRequest['kept']>,
): RejectedContent | undefined {
  try {
    return openContent(box, id, sealed)
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error
    return undefined
  }
}
