import type { SourceId } from '@posthorn/contracts'
import type { IngestSource } from '@posthorn/database'
import type { RequestHead } from '@posthorn/webhook'
import type { FetchTextFor } from './fetching/key-fetcher.ts'
import type { ReceivedRequest } from './request-record.ts'
import type { KeysOfSource } from './source-keys.ts'

/** What verifies requests, besides their sources. */
export interface Verification {
  keysOf: KeysOfSource
  /** The URL at which a provider calls a source, without a query. */
  ingestUrlOf: (id: SourceId) => string
  fetchTextFor: FetchTextFor
}

/** A request as its provider sees it. Only POST requests carry events. */
export function requestHead(
  { ingestUrlOf, fetchTextFor }: Verification,
  source: IngestSource,
  { headers, urlSuffix, arrivedAt }: ReceivedRequest,
): RequestHead {
  const { id, config, toleranceSeconds } = source
  const url = ingestUrlOf(id) + urlSuffix
  const fetchText = fetchTextFor(source)
  return { headers, method: 'POST', url, config, toleranceSeconds, now: arrivedAt, fetchText }
}
