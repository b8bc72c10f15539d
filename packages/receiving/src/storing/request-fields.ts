import type { IngestSource } from '@posthorn/database'
import { HOPS_HEADER, hopsOf, providerOf, storedHeadersOf } from '@posthorn/webhook'
import { type ReceivedRequest, requestRecord } from '../request-record.ts'
import type { VerifiedRequest } from './verified-request.ts'

/** What each event of a request has from it and from its source. */
export function originOf(source: IngestSource, { headers, trace }: ReceivedRequest) {
  return {
    tenantId: source.tenantId,
    sourceId: source.id,
    headers: storedHeadersOf(providerOf(source.provider), headers),
    trace,
    hops: hopsOf(headers[HOPS_HEADER]),
  }
}

/** What is stored of a request besides its events. */
export function storedRequestOf(
  source: IngestSource,
  { received, inboundBody, rulesVersion }: VerifiedRequest,
) {
  const { body, secret } = inboundBody
  return {
    request: requestRecord(source, received, { bodyBytes: body.length, secret }),
    tenantId: source.tenantId,
    dedupeWindowSeconds: source.dedupeWindowSeconds,
    rulesVersion,
  }
}
