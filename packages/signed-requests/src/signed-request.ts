import type { ClaimedDelivery } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'
import { dataOf, deliveryHeaders, reservationOf, sendableHeaders, traceparent } from '@posthorn/webhook'
import { attemptContext } from './attempt-context.ts'
import { decryptHeader, decryptSecrets } from './decrypt-endpoint-values.ts'

/** What is sent to an endpoint. */
export interface SignedRequest {
  url: string
  headers: Record<string, string>
  body: Buffer
}

/**
 * Signs the stored bytes for this attempt.
 * @param options.sampled whether the attempt is recorded in its trace. Default: as the event was published
 * @throws UndecryptableValueError when a secret or a header of the endpoint cannot be decrypted
 */
export function signedRequest(
  claim: ClaimedDelivery,
  {
    secretBox,
    userAgent,
    startedAt,
    sampled,
  }: { secretBox: SecretBox; userAgent: string; startedAt: Date; sampled?: boolean | undefined },
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
    ...decryptSecrets(secretBox, claim),
    signatures: claim.signatures,
    hops: claim.hops + 1,
    traceparent: traceparent(attemptContext(claim, claim.attemptNumber, sampled)),
    userAgent,
  })
  return { url: claim.url, headers: { ...ownHeaders(claim, secretBox), ...headers }, body }
}

/** The headers of the endpoint, and for a raw body those of the provider's request that the endpoint does not set itself. */
function ownHeaders(claim: ClaimedDelivery, secretBox: SecretBox): Record<string, string> {
  const custom = customHeaders(claim, secretBox)
  if (claim.receivedHeaders === null) return custom
  const names = new Set(Object.keys(custom).map((name) => name.toLowerCase()))
  const received = Object.entries(sendableHeaders(claim.receivedHeaders))
  return { ...Object.fromEntries(received.filter(([name]) => !names.has(name))), ...custom }
}

/** Leaves out headers that the current rules refuse: a row may be older than a rule. */
function customHeaders(
  { endpointId, headers }: ClaimedDelivery,
  secretBox: SecretBox,
): Record<string, string> {
  const wanted = headers.filter(({ name }) => reservationOf(name) === undefined)
  return Object.fromEntries(
    wanted.map((header) => [header.name, decryptHeader(secretBox, endpointId, header)]),
  )
}
