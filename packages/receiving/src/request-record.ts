import { newId, type RequestId } from '@posthorn/contracts'
import type { IngestSource, RequestRecord, SecretReference } from '@posthorn/database'
import type { Headers, TraceContext } from '@posthorn/webhook'
import type { RejectedError } from './rejected.ts'

/**
 * Counts a request for the rate limit of its source, however often it is called for the request.
 * @param source cached or current: a refusal holds for this version of it
 */
export type LimitRate = (source: IngestSource) => Promise<RejectedError | undefined>

/** An HTTP request to a source, before its body is read. */
export interface ReceivedRequest {
  headers: Headers
  /** What follows the URL of the source, as sent: a trailing slash, and the query. */
  urlSuffix: string
  /** When its headers arrived. */
  arrivedAt: Date
  /** What the attempts of its event continue. */
  trace: TraceContext | undefined
  /** Where it comes from. Undefined for a recorded request that is processed again: its address is not compared. */
  remoteAddress?: string
  /** Counts it for the rate limit of its source. Undefined for a recorded request, which is not counted again. */
  limitRate?: LimitRate
  /** Of a recorded request that is processed again. Default: a new one. */
  requestId?: RequestId
}

/** The record of a request, accepted or not. */
export function requestRecord(
  source: Pick<IngestSource, 'id'>,
  {
    headers,
    arrivedAt,
    requestId = newId('request'),
  }: Pick<ReceivedRequest, 'headers' | 'arrivedAt' | 'requestId'>,
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
