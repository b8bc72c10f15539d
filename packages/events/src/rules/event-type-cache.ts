import { createBatcher, LruCache } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import { type Database, findTypeRules, type TypeRules } from '@posthorn/database'

/** Unknown names count, because a publisher can send any name. */
const TYPES_MAX = 2000
const NAMES_PER_QUERY = 1000
const SCHEMA_CHARACTERS_MAX = 8 * 1024 * 1024

/** Event types of the catalogue, all of one version. */
export interface EventTypeCache {
  /** As read last; undefined when one of them is not cached. */
  cached(names: readonly string[]): TypeRules | undefined
  /** Reads them after the call. */
  read(names: readonly string[]): Promise<TypeRules>
}

interface CachedType {
  /** Null when it is not in the catalogue. */
  type: NonNullable<ReturnType<TypeRules['types']['get']>> | null
}

function createCache(): LruCache<CachedType> {
  return new LruCache({
    itemsMax: TYPES_MAX,
    weightOf: ({ type }) => type?.schema?.length ?? 0,
    weightMax: SCHEMA_CHARACTERS_MAX,
  })
}

export function createEventTypeCache(database: Database): EventTypeCache {
  let cachedVersion = ''
  let cachedTypes = createCache()

  function add({ version, types }: TypeRules): void {
    if (version !== cachedVersion) {
      cachedVersion = version
      cachedTypes = createCache()
    }
    for (const [name, type] of types) cachedTypes.set(name, { type })
  }

  // A publisher can send any type: unknown types are looked up together, on one connection.
  const read = createBatcher({
    work: async (calls: readonly (readonly string[])[]) => {
      const rules = await findTypeRules(database, [...new Set(calls.flat())])
      add(rules)
      return calls.map(() => rules)
    },
    maxBatchSize: NAMES_PER_QUERY,
    weightOf: ({ length }) => length,
    maxBatchWeight: NAMES_PER_QUERY,
    concurrency: 1,
    isUnavailable: (error) => error instanceof UnavailableError,
  })

  return {
    cached(names) {
      const types = new Map<string, CachedType['type']>()
      for (const name of names) {
        const found = cachedTypes.get(name)
        if (found === undefined) return undefined
        types.set(name, found.type)
      }
      return { version: cachedVersion, types }
    },

    read: (names) => read(names),
  }
}
