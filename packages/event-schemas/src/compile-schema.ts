import {
  type ExactJson,
  ExponentError,
  inexactNumberIn,
  inexactNumberMessage,
  parseExactly,
} from '@posthorn/webhook'
import { Ajv2020, MissingRefError, type ValidateFunction } from 'ajv/dist/2020.js'
import { issuesOf } from './ajv-issues.ts'
import { assertSchema } from './assert-schema.ts'
import { formatsWith } from './formats.ts'
import { compilePattern } from './linear-pattern.ts'
import { type CheckContext, ownKeywords, STEPS_KEYWORD, stepsKeyword, TYPE_KEYWORD } from './own-keywords.ts'
import { SchemaError, type SchemaIssue } from './schema-error.ts'
import { StepCounter, TooManyStepsError } from './step-counter.ts'
import { stepsOfSchema } from './steps-of-schema.ts'
import { isObject, reachableSchemas, subschemas } from './subschemas.ts'

const SCHEMA = 'schema'
const DATA = 'data'

/** Keywords that ajv supports in addition to 2020-12. Removed, because other validators ignore them. */
const AJV_EXTENSIONS = [
  '$async',
  '$recursiveAnchor',
  '$recursiveRef',
  'id',
  'nullable',
  STEPS_KEYWORD,
  TYPE_KEYWORD,
]

/** For data with more members and items than this only the first issue is reported: each issue takes memory. */
const NODES_MAX = 10_000

/**
 * Checks an event's data.
 * @param text the JSON text of the data, with all digits of its numbers. Default: numbers are those of `data`
 * @returns the issues; empty when the data matches the schema
 */
export type DataCheck = (data: unknown, text?: string) => SchemaIssue[]

/**
 * Compiles a schema. Keywords that JSON Schema 2020-12 does not define are ignored; the formats that it names are
 * checked. A check has a limited number of steps and compares numbers with all their digits.
 * @param text the JSON text of the schema
 * @throws SchemaError with every issue, when it is not a schema of 2020-12 or has references to other documents
 */
export function compileSchema(schema: Record<string, unknown>, text?: string): DataCheck {
  assertSchema(schema, SCHEMA)
  assertExactNumbers(text)
  const context: CheckContext = { counter: new StepCounter(), inexact: new Map() }
  const validateAll = compile(schema, context, { allErrors: true })
  let validateFirst: ValidateFunction | undefined
  return (data, dataText) => {
    const exactly = dataText === undefined ? undefined : readExactly(dataText)
    if (exactly instanceof ExponentError) return [issueOf(exactly)]
    context.inexact = exactly?.inexact ?? new Map()
    const isSmall = nodesOf(data, NODES_MAX) <= NODES_MAX
    const validate = isSmall
      ? validateAll
      : (validateFirst ??= compile(schema, context, { allErrors: false }))
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

function issueOf({ path, message }: ExponentError): SchemaIssue {
  return { path: path === '' ? DATA : `${DATA}.${path}`, message }
}

/** JSON.parse has rounded the number, and every reader of the catalogue would round it too. */
function assertExactNumbers(text: string | undefined): void {
  const inexact = text === undefined ? undefined : inexactNumberIn(text)
  if (inexact === undefined) return
  throw new SchemaError([{ path: SCHEMA, message: inexactNumberMessage(inexact) }])
}

interface CompileOptions {
  /** False: the check ends at the first issue. For data with very many values. */
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
    // Inherited properties such as `toString` are not members.
    ownProperties: true,
    // With inlining, a few kilobytes of schema could become many megabytes of code.
    inlineRefs: false,
    formats: formatsWith(context.counter),
    code: { regExp: patternEngine(context.counter) },
  })
  for (const keyword of ownKeywords(context)) {
    ajv.removeKeyword(String(keyword.keyword))
    ajv.addKeyword(keyword)
  }
  ajv.addKeyword({ ...stepsKeyword(context), before: firstKeyword(ajv) })
  const copy = structuredClone(schema)
  const all = Array.from(reachableSchemas(copy))
  for (const each of all) {
    for (const keyword of AJV_EXTENSIONS) delete each[keyword]
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

/** Ajv's first keyword. Steps are counted before it, so before any subschema is checked. */
function firstKeyword({ RULES }: Ajv2020): string {
  const [first] = RULES.rules.find(({ type }) => type === undefined)?.rules ?? []
  if (first === undefined) throw new Error('ajv has no keywords for values of any type')
  return first.keyword
}

/** Ajv's form of a RegExp engine: a function with a property `code`. */
function patternEngine(counter: StepCounter) {
  const engine = (pattern: string) => compilePattern(pattern, counter)
  return Object.assign(engine, { code: 'compilePattern' })
}

function toSchemaError(error: unknown, schema: unknown): SchemaError {
  if (!(error instanceof MissingRefError)) {
    const message = error instanceof Error ? error.message : String(error)
    return new SchemaError([{ path: SCHEMA, message }], { cause: error })
  }
  const paths = [...subschemas(schema, SCHEMA)].flatMap(({ path, schema: each }) =>
    ['$ref', '$dynamicRef'].flatMap((keyword) => {
      const ref = each[keyword]
      return typeof ref === 'string' && error.missingRef.endsWith(ref) ? [`${path}.${keyword}`] : []
    }),
  )
  const message = `refers to ${JSON.stringify(error.missingRef)}, which is not in this schema: add it under "$defs"`
  return new SchemaError([{ path: paths[0] ?? SCHEMA, message }], { cause: error })
}

function check(validate: ValidateFunction, data: unknown, { counter }: CheckContext): SchemaIssue[] {
  counter.reset()
  try {
    return validate(data) ? [] : issuesOf(validate.errors ?? [], DATA)
  } catch (error) {
    if (error instanceof TooManyStepsError)
      return [{ path: DATA, message: 'cannot be checked: the schema of its type needs too many steps' }]
    // Stack overflow. The depth of data is bounded, so the schema refers to itself without descending into the data.
    if (!(error instanceof RangeError)) throw error
    return [{ path: DATA, message: 'cannot be checked: the schema of its type refers to itself endlessly' }]
  }
}

/** Number of values in `data`. Counting stops soon after `max`. */
function nodesOf(data: unknown, max: number): number {
  let count = 1
  const within = Array.isArray(data) ? data : isObject(data) ? Object.values(data) : []
  for (const each of within) {
    if (count > max) break
    count += nodesOf(each, max - count)
  }
  return count
}
