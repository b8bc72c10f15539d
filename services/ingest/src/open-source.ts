import { ProblemError } from '@posthorn/contracts'
import type { IngestSource } from '@posthorn/database'
import type { RejectionLog } from './rejection-log.ts'
import { type KnownOfCall, requestRecord } from './request-record.ts'

/**
 * Goes on only for a source that takes requests.
 * @param source as it is now; undefined when there is none
 * @returns the source
 * @throws ProblemError `not_found` or `source_disabled`
 */
export async function requireOpen(
  { rejections }: { rejections: RejectionLog },
  source: IngestSource | undefined,
  call: KnownOfCall,
): Promise<IngestSource> {
  if (source === undefined) throw noSuchSource()
  if (source.enabled) return source
  await rejections.add(requestRecord(source, call), 'source_disabled')
  throw new ProblemError('source_disabled', 'The source is disabled. Enable it, or stop sending to it.')
}

export function noSuchSource(): ProblemError {
  return new ProblemError('not_found', 'There is no source at this URL.')
}
