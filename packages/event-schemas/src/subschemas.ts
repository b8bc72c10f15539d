/** Keywords of JSON Schema 2020-12 by what their value is: one schema, a list of them, or schemas by name. */
const ONE = [
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]
const LIST = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const BY_NAME = [
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
  'patternProperties',
  'properties',
]

/** A schema within a schema, and where it is. */
export interface Subschema {
  path: string
  schema: Record<string, unknown>
}

/**
 * A schema and all within it that are objects. Only places where a schema stands are looked at: a property that is called
 * `pattern`, or an example that contains `$ref`, is none.
 */
export function* subschemas(schema: unknown, path: string): Generator<Subschema> {
  if (!isObject(schema)) return
  yield { path, schema }
  for (const keyword of ONE) yield* subschemas(schema[keyword], `${path}.${keyword}`)
  for (const keyword of [...LIST, ...BY_NAME]) {
    const within = schema[keyword]
    if (Array.isArray(within) !== LIST.includes(keyword)) continue
    if (typeof within !== 'object' || within === null) continue
    for (const [name, each] of Object.entries(within)) yield* subschemas(each, `${path}.${keyword}.${name}`)
  }
}

/** Words whose values are no schemas, and hold none. */
const DATA = ['$vocabulary', 'const', 'default', 'dependentRequired', 'enum', 'examples']

/**
 * As `subschemas`, and also what stands under words that 2020-12 does not know: a reference can make a schema of it.
 */
export function* reachableSchemas(schema: unknown): Generator<Record<string, unknown>> {
  if (!isObject(schema)) return
  yield schema
  for (const [word, value] of Object.entries(schema)) {
    if (DATA.includes(word)) continue
    if (LIST.includes(word) || BY_NAME.includes(word)) yield* reachableWithin(value)
    else yield* Array.isArray(value) ? reachableWithin(value) : reachableSchemas(value)
  }
}

function* reachableWithin(schemas: unknown): Generator<Record<string, unknown>> {
  if (typeof schemas !== 'object' || schemas === null) return
  for (const each of Object.values(schemas))
    yield* Array.isArray(each) ? reachableWithin(each) : reachableSchemas(each)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
