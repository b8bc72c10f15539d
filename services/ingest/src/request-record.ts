import { newId } from '@posthorn/contracts'
import type { IngestSource, RequestRecord } from '@posthorn/database'
import type { Headers } from '@posthorn/webhook'

/** One HTTP call that reached a source, its body the bytes that came. */
export interface InboundCall {
  headers: Headers
  body: Buffer
  receivedAt: Date
}

/** What is known of a call, be its body read or not. */
export type KnownOfCall = Omit<InboundCall, 'body'> & { body: { length: number } }

/** What is kept of a call, whatever became of it. */
export function requestRecord(
  source: Pick<IngestSource, 'id'>,
  { headers, body, receivedAt }: KnownOfCall,
): RequestRecord {
  return {
    id: newId('request', receivedAt),
    sourceId: source.id,
    contentType: headerText(headers, 'content-type'),
    userAgent: headerText(headers, 'user-agent'),
    bodyBytes: body.length,
    receivedAt,
  }
}

const HEADER_LENGTH_MAX = 512

/** A header, as far as it is kept. */
export function headerText(headers: Headers, name: string): string | undefined {
  return headers[name]?.toString().slice(0, HEADER_LENGTH_MAX)
}
