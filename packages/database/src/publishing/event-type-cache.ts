import { createBatcher } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'
import { findTypeRules, type TypeRules } from './publishing-rules.ts'

/** Beyond it, all are read again as they are needed. Unknown names count: anyone can make them up. */
const TYPES_MAX = 2000
const ASKED_MAX = 1000
const SCHEMA_CHARACTERS_MAX = 8 * 1024 * 1024

/** What the catalogue says of event types, all of it of one version. */
export interface EventTypeCache {
  /** As they were read last; undefined when one of them was not. */
  cached(names: readonly string[]): TypeRules | undefined
  /** As they are now. */
  read(names: readonly string[]): Promise<TypeRules>
}

export function createEventTypeCache(database: Database): EventTypeCache {
  let kept: { version: string; types: Map<string, { archived: boolean; schema: string | null } | null> } = {
    version: '',
    types: new Map(),
  }
  let characters = 0

  function remember({ version, types }: TypeRules): void {
    if (version !== kept.version || kept.types.size >= TYPES_MAX || characters >= SCHEMA_CHARACTERS_MAX) {
      kept = { version, types: new Map() }
      characters = 0
    }
    for (const [name, type] of types) {
      if (!kept.types.has(name)) characters += type?.schema?.length ?? 0
      kept.types.set(name, type)
    }
  }

  // Anyone who may publish can make up types: they are looked up together, on one connection.
  const read = createBatcher({
    work: async (calls: readonly (readonly string[])[]) => {
      const rules = await findTypeRules(database, [...new Set(calls.flat())])
      remember(rules)
      return calls.map(() => rules)
    },
    maxBatchSize: ASKED_MAX,
    weightOf: ({ length }) => length,
    maxBatchWeight: ASKED_MAX,
    concurrency: 1,
    isUnavailable: (error) => error instanceof UnavailableError,
  })

  return {
    cached(names) {
      return names.every((name) => kept.types.has(name)) ? kept : undefined
    },

    read: (names) => read(names),
  }
}
