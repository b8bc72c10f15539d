/** Keywords of JSON Schema 2020-12 by the form of their value: one schema, a list of schemas, or schemas by name. */
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

/** A schema within a schema, and its path. */
export interface Subschema {
  path: string
  schema: Record<string, unknown>
}

/**
 * A schema and its subschemas, as far as they are objects. Only values of schema keywords count: not a property that is
 * called `pattern`, nor an example that contains `$ref`.
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

/** Keywords whose values are not schemas and contain none. */
const DATA = ['$vocabulary', 'const', 'default', 'dependentRequired', 'enum', 'examples']

/** As `subschemas`, and also values of unknown keywords: a reference can make such a value a schema. */
export function* reachableSchemas(schema: unknown): Generator<Record<string, unknown>> {
  if (!isObject(schema)) return
  yield schema
  for (const [keyword, value] of Object.entries(schema)) {
    if (DATA.includes(keyword)) continue
    if (LIST.includes(keyword) || BY_NAME.includes(keyword)) yield* reachableWithin(value)
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
