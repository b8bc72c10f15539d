import type { AttemptRecord, ClaimedDelivery, NextDeliveryState } from '@posthorn/database'
import type { SendResult } from '@posthorn/egress'
import { errorDetail, HEADER_MASK, type ResponseOrError } from '@posthorn/webhook'
import type { SignedRequest } from './signed-request.ts'

const MASK = '[masked]'
/** `webhook-signature`, `x-webhook-signature`, `x-webhook-signature-next`. */
const SIGNATURE_HEADER = /-signature(?:-next)?$/
const CONTROL_CHARACTERS = /\p{Cc}/gu

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
    requestHeaders: maskSecrets(request.headers, claim),
    statusCode: response?.statusCode,
    responseHeaders: response && safeHeaders(response.headers),
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

/**
 * A reader of attempts must not be able to send the endpoint a request that only Posthorn could have signed, nor see the values of
 * its custom headers, which are often credentials.
 */
function maskSecrets(
  headers: Record<string, string>,
  { headers: customHeaders }: ClaimedDelivery,
): Record<string, string> {
  const custom = new Set(customHeaders.map(({ name }) => name))
  const masked = (name: string, value: string) => {
    if (custom.has(name)) return HEADER_MASK
    return SIGNATURE_HEADER.test(name) ? value.replaceAll(/(?<=[,=])\S+/g, MASK) : value
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, masked(name, value)]))
}

function safeHeaders(headers: Record<string, string | string[]>): Record<string, string | string[]> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(safeText) : safeText(value),
  ])
  return Object.fromEntries(entries)
}

function safeText(text: string): string {
  return text.replaceAll(CONTROL_CHARACTERS, '')
}
