import { Ajv2020 } from 'ajv/dist/2020.js'
import { issuesOf } from './ajv-issues.ts'
import { compilePattern, PatternError } from './linear-pattern.ts'
import { SchemaError, type SchemaIssue } from './schema-error.ts'
import { StepCounter } from './step-counter.ts'
import { type Subschema, subschemas } from './subschemas.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** Validates against the meta schema only; no schema is added to it. */
const meta = new Ajv2020({ allErrors: true, strict: false, logger: false })

/**
 * Checks that a value is a schema of JSON Schema 2020-12. References are not followed.
 * @param root first part of the paths of issues
 * @throws SchemaError with every issue
 */
export function assertSchema(schema: Record<string, unknown>, root: string): void {
  const dialects = [...subschemas(schema, root)].flatMap(wrongDialect)
  if (dialects.length > 0) throw new SchemaError(dialects)
  if (!meta.validateSchema(schema)) throw new SchemaError(issuesOf(meta.errors ?? [], root))
  const patterns = [...subschemas(schema, root)].flatMap(wrongPatterns)
  if (patterns.length > 0) throw new SchemaError(patterns)
}

function wrongDialect({ path, schema }: Subschema): SchemaIssue[] {
  const dialect = schema['$schema']
  if (dialect === undefined || dialect === DIALECT || dialect === `${DIALECT}#`) return []
  return [{ path: `${path}.$schema`, message: `must be "${DIALECT}" or omitted` }]
}

/** The meta schema does not check patterns. */
function wrongPatterns({ path, schema }: Subschema): SchemaIssue[] {
  const { pattern, patternProperties } = schema
  const all = Object.keys(patternProperties ?? {}).map((text) => ({
    path: `${path}.patternProperties.${text}`,
    text,
  }))
  if (typeof pattern === 'string') all.push({ path: `${path}.pattern`, text: pattern })
  return all.flatMap(({ path: wrongPath, text }) => {
    const message = issueIn(text)
    return message === undefined ? [] : [{ path: wrongPath, message }]
  })
}

function issueIn(pattern: string): string | undefined {
  try {
    compilePattern(pattern, new StepCounter())
    return undefined
  } catch (error) {
    if (error instanceof PatternError) return error.message
    throw error
  }
}
