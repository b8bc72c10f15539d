import { Ajv2020, MissingRefError, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { assertSchema } from './assert-schema.ts'
import { placesOf } from './places.ts'
import { type Place, SchemaError } from './schema-error.ts'
import { isObject, subschemas } from './subschemas.ts'
import { uniqueItems } from './unique-items.ts'

const SCHEMA = 'schema'
const DATA = 'data'

/** Digits after the point to which `multipleOf` is exact: 19.99 counts as a multiple of 0.01. */
const MULTIPLE_OF_DIGITS = 6

/** What ajv reads beside 2020-12, where other readers see a word that says nothing. */
const NOT_OF_THIS_DIALECT = ['$async', '$recursiveAnchor', '$recursiveRef', 'id', 'nullable']

/** Data with more members and items than this is told its first fault only: each one found takes up memory. */
const NODES_MAX = 10_000

/** What is wrong with an event's data; empty when it fits. */
export type DataCheck = (data: unknown) => Place[]

/**
 * Makes the check that a schema stands for. Words that JSON Schema 2020-12 does not know say nothing; formats that it
 * names are checked.
 * @throws SchemaError with each wrong place, when it is none of 2020-12 or refers to what is not in it
 */
export function compileSchema(schema: Record<string, unknown>): DataCheck {
  assertSchema(schema, SCHEMA)
  const validateAll = compile(schema, { allErrors: true })
  let validateFirst: ValidateFunction | undefined
  return (data) => {
    const isLarge = nodesOf(data, NODES_MAX) > NODES_MAX
    if (isLarge) validateFirst ??= compile(schema, { allErrors: false })
    return check(isLarge && validateFirst !== undefined ? validateFirst : validateAll, data)
  }
}

function compile(schema: Record<string, unknown>, { allErrors }: { allErrors: boolean }): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors,
    strict: false,
    logger: false,
    meta: false,
    validateSchema: false,
    // What every object inherits (`toString`) is no member of it.
    ownProperties: true,
    multipleOfPrecision: MULTIPLE_OF_DIGITS,
    // Inlined at each reference, a few kilobytes of schema could become many megabytes of code.
    inlineRefs: false,
  })
  addFormats.default(ajv)
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword(uniqueItems)
  const copy = structuredClone(schema)
  for (const { schema: each } of subschemas(copy, SCHEMA)) {
    for (const word of NOT_OF_THIS_DIALECT) delete each[word]
  }
  try {
    return ajv.compile(copy)
  } catch (error) {
    throw toSchemaError(error, copy)
  }
}

function toSchemaError(error: unknown, schema: unknown): SchemaError {
  if (!(error instanceof MissingRefError)) {
    const message = error instanceof Error ? error.message : String(error)
    return new SchemaError([{ path: SCHEMA, message }], { cause: error })
  }
  const places = [...subschemas(schema, SCHEMA)].flatMap(({ path, schema: each }) =>
    ['$ref', '$dynamicRef'].flatMap((word) => {
      const ref = each[word]
      return typeof ref === 'string' && error.missingRef.endsWith(ref) ? [`${path}.${word}`] : []
    }),
  )
  const message = `refers to ${JSON.stringify(error.missingRef)}, which is not in this schema: put it there, under "$defs"`
  return new SchemaError([{ path: places[0] ?? SCHEMA, message }], { cause: error })
}

function check(validate: ValidateFunction, data: unknown): Place[] {
  try {
    return validate(data) ? [] : placesOf(validate.errors ?? [], DATA)
  } catch (error) {
    // The stack is used up: data has a bounded depth, so the schema leads back to itself without going into the data.
    if (!(error instanceof RangeError)) throw error
    return [{ path: DATA, message: 'cannot be checked: the schema of its type refers to itself without end' }]
  }
}

/** How many values there are in `data`, counted up to a little more than `max`. */
function nodesOf(data: unknown, max: number): number {
  let count = 1
  const within = Array.isArray(data) ? data : isObject(data) ? Object.values(data) : []
  for (const each of within) {
    if (count > max) break
    count += nodesOf(each, max - count)
  }
  return count
}
