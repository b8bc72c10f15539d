import { compileSchema, type DataCheck } from './compile-schema.ts'
import { SchemaError } from './schema-error.ts'
import { isObject } from './subschemas.ts'

/** Checks that are compiled already: compiling takes milliseconds, checking microseconds. */
export interface SchemaCache {
  /**
   * The check for a schema.
   * @param text the schema as JSON, which is also what it is known by: one that is changed has another text. With one that
   *   was taken by an earlier version and cannot be used any more, no data passes
   */
  checkOf(text: string): DataCheck
}

/** What a small schema takes: its check has about 60 bytes for each character of its text, and 60 KiB beside. */
const CHARACTERS_OF_ENTRY = 1_000

/** @param charactersMax of the schemas that are kept, each with 1,000 more: those that were used last. One is kept in any case */
export function createSchemaCache(charactersMax: number): SchemaCache {
  // A Map keeps the order in which its entries were set: the first is the one that was not used for the longest time.
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
  if (!isObject(schema)) throw new TypeError('a schema of the catalogue is not a JSON object')
  try {
    return compileSchema(schema)
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    const message = `cannot be checked: the schema of its type has to be changed by an administrator (${error.message})`
    return () => [{ path: 'data', message }]
  }
}
