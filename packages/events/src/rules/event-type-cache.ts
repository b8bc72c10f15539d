import { createBatcher } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import { type Database, findTypeRules, type TypeRules } from '@posthorn/database'

/** Above it, the cache starts empty again. Unknown names count, because a publisher can send any name. */
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

export function createEventTypeCache(database: Database): EventTypeCache {
  let cache: { version: string; types: Map<string, { archived: boolean; schema: string | null } | null> } = {
    version: '',
    types: new Map(),
  }
  let characters = 0

  function add({ version, types }: TypeRules): void {
    if (version !== cache.version || cache.types.size >= TYPES_MAX || characters >= SCHEMA_CHARACTERS_MAX) {
      cache = { version, types: new Map() }
      characters = 0
    }
    for (const [name, type] of types) {
      if (!cache.types.has(name)) characters += type?.schema?.length ?? 0
      cache.types.set(name, type)
    }
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
      return names.every((name) => cache.types.has(name)) ? cache : undefined
    },

    read: (names) => read(names),
  }
}
