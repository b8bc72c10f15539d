import * as fc from 'fast-check'
import type { Schema } from './described-operations.ts'

const DEPTH_MAX = 4
const ITEMS_MAX = 3
const DECADE_MS = 10 * 365 * 86_400_000

/** Input for making values: the components, and ids of existing objects. */
export interface Vocabulary {
  schemas: Record<string, Schema>
  ids: readonly string[]
}

/** Values that match a schema; a stricter rule of the API may still refuse some. */
export function valuesOf(schema: Schema, vocabulary: Vocabulary, depth = 0): fc.Arbitrary<unknown> {
  const made = generated(schema, vocabulary, depth)
  return schema.example === undefined ? made : fc.oneof(fc.constant(schema.example), made)
}

function generated(schema: Schema, vocabulary: Vocabulary, depth: number): fc.Arbitrary<unknown> {
  const { $ref, enum: options, anyOf = schema.oneOf } = schema
  if ($ref !== undefined) return valuesOf(component($ref, vocabulary), vocabulary, depth)
  if ('const' in schema) return fc.constant(schema.const)
  if (options !== undefined) return fc.constantFrom(...options)
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((one) => valuesOf(one, vocabulary, depth)))
  const types = [schema.type ?? []].flat()
  if (types.length === 0) return fc.jsonValue({ maxDepth: 2 })
  return fc.oneof(...types.map((type) => ofType(type, schema, vocabulary, depth)))
}

function ofType(type: string, schema: Schema, vocabulary: Vocabulary, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return texts(schema, vocabulary)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000 })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return lists(schema, vocabulary, depth)
    case 'object':
      return objects(schema, vocabulary, depth)
    default:
      throw new Error(`cannot make values of the type "${type}"`)
  }
}

function texts({ format, pattern, minLength = 0, maxLength = 40 }: Schema, { ids }: Vocabulary) {
  if (format === 'date-time') {
    const now = Date.now()
    return fc.integer({ min: now - DECADE_MS, max: now }).map((ms) => new Date(ms).toISOString())
  }
  if (pattern === undefined)
    return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) })
  const shape = new RegExp(pattern)
  const known = ids.filter((id) => shape.test(id))
  const matching = fc.stringMatching(shape, { size: '-1' })
  return known.length === 0
    ? matching
    : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known) }, matching)
}

function lists(
  { items = {}, minItems = 0, maxItems = ITEMS_MAX, uniqueItems = false }: Schema,
  vocabulary: Vocabulary,
  depth: number,
) {
  const maxLength = depth > DEPTH_MAX ? minItems : Math.max(minItems, Math.min(maxItems, ITEMS_MAX))
  const lengths = { minLength: minItems, maxLength }
  const values = valuesOf(items, vocabulary, depth + 1)
  return uniqueItems ? fc.uniqueArray(values, lengths) : fc.array(values, lengths)
}

function objects(
  { properties = {}, required = [], additionalProperties }: Schema,
  vocabulary: Vocabulary,
  depth: number,
): fc.Arbitrary<object> {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, valuesOf(schema, vocabulary, depth + 1)] as const,
  )
  const model: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(fields)
  const known = fc.record(model, { requiredKeys: required })
  if (additionalProperties === false || depth > DEPTH_MAX) return known
  const schema = typeof additionalProperties === 'object' ? additionalProperties : {}
  const more = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), valuesOf(schema, vocabulary, depth + 1), {
    maxKeys: 3,
  })
  return fc.tuple(more, known).map(([others, own]) => ({ ...others, ...own }))
}

function component($ref: string, { schemas }: Vocabulary): Schema {
  const found = schemas[$ref.split('/').at(-1) ?? '']
  if (found === undefined) throw new Error(`${$ref} does not exist`)
  return found
}
