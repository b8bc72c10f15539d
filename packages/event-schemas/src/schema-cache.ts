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

/** @param entriesMax how many are kept: those that were used last */
export function createSchemaCache(entriesMax: number): SchemaCache {
  // A Map keeps the order in which its entries were set: the first is the one that was not used for the longest time.
  const checks = new Map<string, DataCheck>()
  return {
    checkOf(text) {
      const check = checks.get(text) ?? compileText(text)
      checks.delete(text)
      checks.set(text, check)
      const [oldest] = checks.keys()
      if (checks.size > entriesMax && oldest !== undefined) checks.delete(oldest)
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
