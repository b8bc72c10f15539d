import { hash } from 'node:crypto'
import type { ClaimedDelivery } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'
import { dataOf, deliveryHeaders, reservationOf, traceparent } from '@posthorn/webhook'
import { openHeader, openSecrets } from './decrypt-endpoint-values.ts'

/** What is sent to an endpoint. */
export interface SignedRequest {
  url: string
  headers: Record<string, string>
  body: Buffer
}

/**
 * Signs the stored bytes for this attempt.
 * @throws UnreadableValueError when a secret or a header of the endpoint cannot be decrypted
 */
export function signedRequest(
  claim: ClaimedDelivery,
  { secretBox, userAgent, startedAt }: { secretBox: SecretBox; userAgent: string; startedAt: Date },
): SignedRequest {
  const isRaw = claim.payloadFormat === 'raw'
  const body = isRaw ? (claim.raw ?? dataOf(claim)) : claim.body
  const headers = deliveryHeaders({
    eventId: claim.eventId,
    eventType: claim.eventType,
    deliveryId: claim.deliveryId,
    attemptNumber: claim.attemptNumber,
    timestamp: Math.floor(startedAt.getTime() / 1000),
    body,
    contentType: isRaw ? claim.contentType : 'application/json',
    ...openSecrets(secretBox, claim),
    signatures: claim.signatures,
    hops: claim.hops + 1,
    traceparent: traceparent({ traceId: claim.traceId, spanId: spanIdOf(claim), sampled: true }),
    userAgent,
  })
  return { url: claim.url, headers: { ...customHeaders(claim, secretBox), ...headers }, body }
}

/** Leaves out headers that the current rules refuse: a row may be older than a rule. */
function customHeaders(
  { endpointId, headers }: ClaimedDelivery,
  secretBox: SecretBox,
): Record<string, string> {
  const wanted = headers.filter(({ name }) => reservationOf(name) === undefined)
  return Object.fromEntries(wanted.map((header) => [header.name, openHeader(secretBox, endpointId, header)]))
}

const SPAN_ID_HEX_DIGITS = 16

/** One span for each attempt, derived from delivery and attempt number. */
function spanIdOf({ deliveryId, attemptNumber }: ClaimedDelivery): string {
  return hash('sha256', `${deliveryId}-${attemptNumber}`).slice(0, SPAN_ID_HEX_DIGITS)
}
