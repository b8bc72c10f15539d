import { Ajv2020 } from 'ajv/dist/2020.js'
import { compilePattern, PatternError } from './linear-pattern.ts'
import { placesOf } from './places.ts'
import { type Place, SchemaError } from './schema-error.ts'
import { type Subschema, subschemas } from './subschemas.ts'
import { Work } from './work.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** Knows the meta schema, and is never given a schema to keep. */
const meta = new Ajv2020({ allErrors: true, strict: false, logger: false })

/**
 * Makes sure that a value is a schema of JSON Schema 2020-12, as far as that can be seen without following its
 * references.
 * @throws SchemaError with each wrong place
 */
export function assertSchema(schema: Record<string, unknown>, root: string): void {
  const dialects = [...subschemas(schema, root)].flatMap(wrongDialect)
  if (dialects.length > 0) throw new SchemaError(dialects)
  if (!meta.validateSchema(schema)) throw new SchemaError(placesOf(meta.errors ?? [], root))
  const patterns = [...subschemas(schema, root)].flatMap(wrongPatterns)
  if (patterns.length > 0) throw new SchemaError(patterns)
}

function wrongDialect({ path, schema }: Subschema): Place[] {
  const dialect = schema['$schema']
  if (dialect === undefined || dialect === DIALECT || dialect === `${DIALECT}#`) return []
  return [{ path: `${path}.$schema`, message: `must be "${DIALECT}", or left out` }]
}

/** The meta schema leaves patterns alone. */
function wrongPatterns({ path, schema }: Subschema): Place[] {
  const { pattern, patternProperties } = schema
  const all = Object.keys(patternProperties ?? {}).map((text) => ({
    path: `${path}.patternProperties.${text}`,
    text,
  }))
  if (typeof pattern === 'string') all.push({ path: `${path}.pattern`, text: pattern })
  return all.flatMap(({ path: wrongPath, text }) => {
    const message = mistakeIn(text)
    return message === undefined ? [] : [{ path: wrongPath, message }]
  })
}

function mistakeIn(pattern: string): string | undefined {
  try {
    compilePattern(pattern, new Work())
    return undefined
  } catch (error) {
    if (error instanceof PatternError) return error.message
    throw error
  }
}
