import { newId } from '@posthorn/contracts'
import type { IngestSource, RequestRecord } from '@posthorn/database'
import type { Headers, TraceContext } from '@posthorn/webhook'

/** An HTTP request to a source, before its body is read. */
export interface InboundCall {
  headers: Headers
  /** When its headers arrived. */
  arrivedAt: Date
  /** What the attempts of its event continue. */
  trace: TraceContext | undefined
}

/** The record of a request, accepted or not. */
export function requestRecord(
  source: Pick<IngestSource, 'id'>,
  { headers }: Pick<InboundCall, 'headers'>,
  { bodyBytes, at = new Date() }: { bodyBytes: number; at?: Date },
): RequestRecord {
  return {
    id: newId('request', at),
    sourceId: source.id,
    contentType: recordedHeader(headers, 'content-type'),
    userAgent: recordedHeader(headers, 'user-agent'),
    bodyBytes,
    receivedAt: at,
  }
}

/** The length that a request claims for its body. */
export function claimedLength({ headers }: InboundCall): number {
  const claimed = Number(headers['content-length'] ?? 0)
  return Number.isSafeInteger(claimed) ? Math.min(claimed, 2 ** 31 - 1) : 0
}

const HEADER_LENGTH_MAX = 512

/** A header, shortened for the record. */
function recordedHeader(headers: Headers, name: string): string | undefined {
  return headers[name]?.toString().slice(0, HEADER_LENGTH_MAX)
}
