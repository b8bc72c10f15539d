import type { AttemptRecord, ClaimedDelivery, NextDeliveryState } from '@posthorn/database'
import type { SendResult } from '@posthorn/egress'
import { maskedRequestHeaders, type SignedRequest, safeResponseHeaders } from '@posthorn/signed-requests'
import { errorDetail, type ResponseOrError } from '@posthorn/webhook'

/** The part of the result that the rules need. */
export function responseOrError(result: SendResult): ResponseOrError {
  if (result.kind === 'error') return { kind: 'error', errorCode: result.errorCode }
  return {
    kind: 'response',
    statusCode: result.statusCode,
    retryAfter: result.headers['retry-after']?.toString(),
  }
}

/** The attempt as it is recorded: secrets masked, and the untrusted response made safe to store and show. */
export function attemptRecord(
  claim: ClaimedDelivery,
  {
    startedAt,
    request,
    result,
    next,
  }: { startedAt: Date; request: SignedRequest; result: SendResult; next: NextDeliveryState },
): AttemptRecord {
  const response = result.kind === 'response' ? result : undefined
  return {
    deliveryId: claim.deliveryId,
    tenantId: claim.tenantId,
    endpointId: claim.endpointId,
    number: claim.attemptNumber,
    trigger: claim.trigger,
    startedAt,
    durationMs: result.durationMs,
    url: request.url,
    address: result.address,
    phases: result.phases,
    requestHeaders: maskedRequestHeaders(request.headers, claim),
    statusCode: response?.statusCode,
    responseHeaders: response && safeResponseHeaders(response.headers),
    responseBody: response?.body,
    responseBodyTruncated: response?.bodyTruncated ?? false,
    errorCode: result.kind === 'error' ? result.errorCode : undefined,
    errorDetail: result.kind === 'error' ? errorDetail(result, detailContext(request, claim)) : undefined,
    next,
  }
}

function detailContext({ url }: SignedRequest, { timeoutSeconds }: ClaimedDelivery) {
  return { host: URL.parse(url)?.host ?? url, timeoutSeconds }
}
