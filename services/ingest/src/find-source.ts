import { ProblemError } from '@posthorn/contracts'
import type { IngestSource } from '@posthorn/database'
import type { SourceCache } from '@posthorn/events'

const SOURCE_ID = /^src_[0-9a-z]{26}$/

/**
 * The source with the id in a URL, cached or current.
 * @throws ProblemError `not_found`
 */
export async function findSource(sources: SourceCache, id: string): Promise<IngestSource> {
  const source = SOURCE_ID.test(id) ? await sources.find(id) : undefined
  if (source === undefined) throw noSuchSource()
  return source
}

export function noSuchSource(): ProblemError {
  return new ProblemError('not_found', 'There is no source at this URL.')
}
