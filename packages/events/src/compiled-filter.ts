import { LruCache } from '@posthorn/batch'
import { type Filter, InvalidFilterError, parseFilter } from '@posthorn/webhook'

/** Of all cached filters, estimated. The most and the largest filters that a tenant may have fit in. */
const CACHED_BYTES_MAX = 64 * 1024 * 1024
/** Estimated. */
const BYTES_OF_CONDITION = 400

interface CachedFilter {
  filter: Filter | undefined
  bytes: number
}

const cached = new LruCache<CachedFilter>({ weightOf: ({ bytes }) => bytes, weightMax: CACHED_BYTES_MAX })

/**
 * Compiles a filter from its text in the database, once for many events.
 * @returns undefined for a filter that is no longer valid: it matches nothing, and other endpoints are not affected
 */
export function compiledFilter(text: string): Filter | undefined {
  const found = cached.get(text)
  if (found !== undefined) return found.filter
  const compiled = compile(text)
  cached.set(text, compiled)
  return compiled.filter
}

function compile(text: string): CachedFilter {
  const filter = parse(text)
  return { filter, bytes: 2 * text.length + (1 + conditionsOf(filter)) * BYTES_OF_CONDITION }
}

function conditionsOf(filter: Filter | undefined): number {
  switch (filter?.kind) {
    case undefined:
      return 0
    case 'condition':
      return 1
    case 'not':
      return conditionsOf(filter.of)
    case 'every':
    case 'some':
      return filter.of.reduce((sum, one) => sum + conditionsOf(one), 0)
  }
}

function parse(text: string): Filter | undefined {
  try {
    return parseFilter(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof InvalidFilterError)) throw error
    return undefined
  }
}
