import { LruCache } from '@posthorn/batch'
import { compileSchema, type DataCheck } from './compile-schema.ts'
import { SchemaError } from './schema-error.ts'
import { isObject } from './subschemas.ts'

/** Cache of compiled checks: compiling takes milliseconds, checking microseconds. */
export interface SchemaCache {
  /**
   * The check of a schema. Rejects all data when a previous version accepted the schema but this version cannot use it.
   * @param text the JSON text of the schema, also its cache key
   */
  checkOf(text: string): DataCheck
}

/** Overhead of an entry, in characters: a check takes about 60 bytes for each character of its text, and 60 KiB. */
const CHARACTERS_OF_ENTRY = 1_000

/** @param charactersMax total size of the cached schemas, plus 1,000 for each. Least recently used schemas are removed; the last one stays */
export function createSchemaCache(charactersMax: number): SchemaCache {
  const checks = new LruCache<DataCheck>({
    weightOf: (_check, text) => text.length + CHARACTERS_OF_ENTRY,
    weightMax: charactersMax,
  })
  return {
    checkOf(text) {
      const cached = checks.get(text)
      if (cached !== undefined) return cached
      const check = compileText(text)
      checks.set(text, check)
      return check
    },
  }
}

function compileText(text: string): DataCheck {
  const schema: unknown = JSON.parse(text)
  if (!isObject(schema)) throw new TypeError('a schema in the catalogue is not a JSON object')
  try {
    return compileSchema(schema)
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    const message = `cannot be checked: an administrator must change the schema of its type (${error.message})`
    return () => [{ path: 'data', message }]
  }
}
