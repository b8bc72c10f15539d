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
  // A Map keeps insertion order: its first entry is the least recently used.
  const checks = new Map<string, DataCheck>()
  let characters = 0

  function keep(text: string, check: DataCheck): void {
    checks.set(text, check)
    characters += text.length + CHARACTERS_OF_ENTRY
    for (const oldest of checks.keys()) {
      if (characters <= charactersMax || oldest === text) return
      drop(oldest)
    }
  }

  function drop(text: string): void {
    if (checks.delete(text)) characters -= text.length + CHARACTERS_OF_ENTRY
  }

  return {
    checkOf(text) {
      const check = checks.get(text) ?? compileText(text)
      drop(text)
      keep(text, check)
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
