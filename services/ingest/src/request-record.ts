import { newId } from '@posthorn/contracts'
import type { IngestSource, RequestRecord } from '@posthorn/database'
import type { Headers } from '@posthorn/webhook'

/** What is known of an HTTP call that reached a source, before its body is read. */
export interface InboundCall {
  headers: Headers
  /** When its headers had arrived. */
  arrivedAt: Date
}

/** What is kept of a call, whatever became of it. */
export function requestRecord(
  source: Pick<IngestSource, 'id'>,
  { headers }: InboundCall,
  { bodyBytes, at = new Date() }: { bodyBytes: number; at?: Date },
): RequestRecord {
  return {
    id: newId('request', at),
    sourceId: source.id,
    contentType: headerText(headers, 'content-type'),
    userAgent: headerText(headers, 'user-agent'),
    bodyBytes,
    receivedAt: at,
  }
}

/** The length that a call claims for its body, where that was not read. */
export function claimedLength({ headers }: InboundCall): number {
  const claimed = Number(headers['content-length'] ?? 0)
  return Number.isSafeInteger(claimed) ? Math.min(claimed, 2 ** 31 - 1) : 0
}

const HEADER_LENGTH_MAX = 512

/** A header, as far as it is kept. */
export function headerText(headers: Headers, name: string): string | undefined {
  return headers[name]?.toString().slice(0, HEADER_LENGTH_MAX)
}
