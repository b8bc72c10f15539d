import type { AttemptRecord, ClaimedDelivery, NextDeliveryState } from '@posthorn/database'
import type { SendResult } from '@posthorn/egress'
import { type AttemptReply, errorDetail, HEADER_MASK } from '@posthorn/webhook'
import type { SignedRequest } from './signed-request.ts'

export type Answer = SendResult

const MASK = '[masked]'
/** `webhook-signature`, `x-webhook-signature`, `x-webhook-signature-next`. */
const SIGNATURE_HEADER = /-signature(?:-next)?$/
const CONTROL_CHARACTERS = /\p{Cc}/gu

/** The part of a reply that the rules need. */
export function replyOf(answer: Answer): AttemptReply {
  if (answer.kind === 'error') return { kind: 'error', errorCode: answer.errorCode }
  return {
    kind: 'response',
    statusCode: answer.statusCode,
    retryAfter: answer.headers['retry-after']?.toString(),
  }
}

/** The attempt as it is recorded: secrets masked, and the untrusted reply made safe to store and show. */
export function attemptRecord(
  claim: ClaimedDelivery,
  {
    startedAt,
    request,
    answer,
    next,
  }: { startedAt: Date; request: SignedRequest; answer: Answer; next: NextDeliveryState },
): AttemptRecord {
  const response = answer.kind === 'response' ? answer : undefined
  return {
    deliveryId: claim.deliveryId,
    tenantId: claim.tenantId,
    endpointId: claim.endpointId,
    number: claim.attemptNumber,
    trigger: claim.trigger,
    startedAt,
    durationMs: answer.durationMs,
    url: request.url,
    address: answer.address,
    phases: answer.phases,
    requestHeaders: maskSecrets(request.headers, claim),
    statusCode: response?.statusCode,
    responseHeaders: response && safeHeaders(response.headers),
    responseBody: response?.body,
    responseBodyTruncated: response?.bodyTruncated ?? false,
    errorCode: answer.kind === 'error' ? answer.errorCode : undefined,
    errorDetail: answer.kind === 'error' ? errorDetail(answer, detailContext(request, claim)) : undefined,
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
