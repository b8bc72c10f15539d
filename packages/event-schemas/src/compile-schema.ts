import {
  type ExactJson,
  ExponentError,
  inexactMistake,
  inexactNumberIn,
  parseExactly,
} from '@posthorn/webhook'
import { Ajv2020, MissingRefError, type ValidateFunction } from 'ajv/dist/2020.js'
import { assertSchema } from './assert-schema.ts'
import { formatsWith } from './formats.ts'
import { compilePattern } from './linear-pattern.ts'
import { type CheckContext, ownKeywords, STEPS_KEYWORD, stepsKeyword, TYPE_KEYWORD } from './own-keywords.ts'
import { placesOf } from './places.ts'
import { type Place, SchemaError } from './schema-error.ts'
import { stepsOfSchema } from './steps-of-schema.ts'
import { isObject, reachableSchemas, subschemas } from './subschemas.ts'
import { TooMuchWorkError, Work } from './work.ts'

const SCHEMA = 'schema'
const DATA = 'data'

/** What ajv reads beside 2020-12, where other readers see a word that says nothing. */
const NOT_OF_THIS_DIALECT = [
  '$async',
  '$recursiveAnchor',
  '$recursiveRef',
  'id',
  'nullable',
  STEPS_KEYWORD,
  TYPE_KEYWORD,
]

/** Data with more members and items than this is told its first fault only: each one found takes up memory. */
const NODES_MAX = 10_000

/**
 * What is wrong with an event's data; empty when it fits.
 * @param text the data as it was written, where numbers have all their digits. Default: what JSON makes of `data`
 */
export type DataCheck = (data: unknown, text?: string) => Place[]

/**
 * Makes the check that a schema stands for. Words that JSON Schema 2020-12 does not know say nothing; formats that it
 * names are checked. A check has a limited number of steps, and compares numbers as they are written.
 * @param text the schema as it was written
 * @throws SchemaError with each wrong place, when it is none of 2020-12 or refers to what is not in it
 */
export function compileSchema(schema: Record<string, unknown>, text?: string): DataCheck {
  assertSchema(schema, SCHEMA)
  assertExactNumbers(text)
  const context: CheckContext = { work: new Work(), inexact: new Map() }
  const allFaults = compile(schema, context, { allErrors: true })
  let firstFault: ValidateFunction | undefined
  return (data, dataText) => {
    const exactly = dataText === undefined ? undefined : readExactly(dataText)
    if (exactly instanceof ExponentError) return [placeOf(exactly)]
    context.inexact = exactly?.inexact ?? new Map()
    const isSmall = nodesOf(data, NODES_MAX) <= NODES_MAX
    const validate = isSmall ? allFaults : (firstFault ??= compile(schema, context, { allErrors: false }))
    return check(validate, exactly ? exactly.value : data, context)
  }
}

function readExactly(text: string): ExactJson | ExponentError | undefined {
  try {
    return parseExactly(text)
  } catch (error) {
    if (!(error instanceof ExponentError)) throw error
    return error
  }
}

function placeOf({ path, message }: ExponentError): Place {
  return { path: path === '' ? DATA : `${DATA}.${path}`, message }
}

/** JSON.parse has made another number of it, and so would every reader of the catalogue. */
function assertExactNumbers(text: string | undefined): void {
  const inexact = text === undefined ? undefined : inexactNumberIn(text)
  if (inexact === undefined) return
  throw new SchemaError([{ path: SCHEMA, message: inexactMistake(inexact) }])
}

interface CompileOptions {
  /** Otherwise the check ends at the first fault, as data with very many values wants it. */
  allErrors: boolean
}

function compile(
  schema: Record<string, unknown>,
  context: CheckContext,
  { allErrors }: CompileOptions,
): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors,
    strict: false,
    logger: false,
    meta: false,
    validateSchema: false,
    // What every object inherits (`toString`) is no member of it.
    ownProperties: true,
    // Inlined at each reference, a few kilobytes of schema could become many megabytes of code.
    inlineRefs: false,
    formats: formatsWith(context.work),
    code: { regExp: patternEngine(context.work) },
  })
  for (const keyword of ownKeywords(context)) {
    ajv.removeKeyword(String(keyword.keyword))
    ajv.addKeyword(keyword)
  }
  ajv.addKeyword({ ...stepsKeyword(context), before: firstKeyword(ajv) })
  const copy = structuredClone(schema)
  const all = Array.from(reachableSchemas(copy))
  for (const each of all) {
    for (const word of NOT_OF_THIS_DIALECT) delete each[word]
    if ('type' in each) {
      each[TYPE_KEYWORD] = each['type']
      delete each['type']
    }
    each[STEPS_KEYWORD] = stepsOfSchema(each)
  }
  try {
    return ajv.compile(copy)
  } catch (error) {
    throw toSchemaError(error, copy)
  }
}

/** The keyword that is checked before all that have subschemas: steps are counted before they are taken. */
function firstKeyword({ RULES }: Ajv2020): string {
  const [first] = RULES.rules.find(({ type }) => type === undefined)?.rules ?? []
  if (first === undefined) throw new Error('ajv has no keywords for values of any type')
  return first.keyword
}

/** As ajv wants it: a function that also says by which code it could be had. */
function patternEngine(work: Work) {
  const engine = (pattern: string) => compilePattern(pattern, work)
  return Object.assign(engine, { code: 'compilePattern' })
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

function check(validate: ValidateFunction, data: unknown, { work }: CheckContext): Place[] {
  work.begin()
  try {
    return validate(data) ? [] : placesOf(validate.errors ?? [], DATA)
  } catch (error) {
    if (error instanceof TooMuchWorkError)
      return [
        { path: DATA, message: 'cannot be checked: it takes too many steps with the schema of its type' },
      ]
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
