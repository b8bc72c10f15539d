import { newId, type RequestId } from '@posthorn/contracts'
import type { IngestSource, RequestRecord, SecretReference } from '@posthorn/database'
import type { Headers, TraceContext } from '@posthorn/webhook'

/** An HTTP request to a source, before its body is read. */
export interface InboundCall {
  headers: Headers
  /** What follows the URL of the source, as sent: a trailing slash, and the query. */
  urlSuffix: string
  /** When its headers arrived. */
  arrivedAt: Date
  /** What the attempts of its event continue. */
  trace: TraceContext | undefined
  /** Of a recorded request that is processed again. Default: a new one. */
  requestId?: RequestId
}

/** The record of a request, accepted or not. */
export function requestRecord(
  source: Pick<IngestSource, 'id'>,
  { headers, arrivedAt, requestId = newId('request') }: Omit<InboundCall, 'trace' | 'urlSuffix'>,
  { bodyBytes, secret }: { bodyBytes: number; secret: SecretReference | undefined },
): RequestRecord {
  return {
    id: requestId,
    sourceId: source.id,
    contentType: recordedHeader(headers, 'content-type'),
    userAgent: recordedHeader(headers, 'user-agent'),
    bodyBytes,
    secret,
    receivedAt: arrivedAt,
  }
}

const HEADER_LENGTH_MAX = 512

/** A header, shortened for the record. */
function recordedHeader(headers: Headers, name: string): string | undefined {
  return headers[name]?.toString().slice(0, HEADER_LENGTH_MAX)
}
