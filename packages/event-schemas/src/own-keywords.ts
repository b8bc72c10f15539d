import { compareDecimals, type Decimal, isInteger, isMultipleOf, parseDecimal } from '@posthorn/webhook'
import type { FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'
import type { StepCounter } from './step-counter.ts'
import { type StepsOfSchema, stepsOf } from './steps-of-schema.ts'
import { isObject } from './subschemas.ts'
import { uniqueItems } from './unique-items.ts'

/** Added to each subschema of a compiled schema; its check counts the steps. */
export const STEPS_KEYWORD = 'posthornSteps'

/** Replaces `type` in a compiled schema: numbers may be bigints, which ajv does not recognise as numbers. */
export const TYPE_KEYWORD = 'posthornType'

/** A division processes all digits. */
const DIGITS_OF_STEP = 8
/** A double never has a larger exponent. With one, computing the power of ten takes long. */
const USUAL_EXPONENT_MAX = 400
const STEPS_OF_LARGE_EXPONENT = 64

/** State of one check. */
export interface CheckContext {
  counter: StepCounter
  /** The numbers that the bigints in the data stand for. */
  inexact: ReadonlyMap<bigint, Decimal>
}

/** Keywords whose checks differ from ajv's: a number may be a bigint, and steps are counted. */
export function ownKeywords(context: CheckContext): FuncKeywordDefinition[] {
  return [
    uniqueItems((steps) => context.counter.spend(steps)),
    typeKeyword(context),
    divisibility(context),
    bound('minimum', (sign) => sign >= 0, context),
    bound('maximum', (sign) => sign <= 0, context),
    bound('exclusiveMinimum', (sign) => sign > 0, context),
    bound('exclusiveMaximum', (sign) => sign < 0, context),
  ]
}

/** Counts the steps of checking one value against a subschema. */
export function stepsKeyword({ counter }: CheckContext): FuncKeywordDefinition {
  return {
    keyword: STEPS_KEYWORD,
    errors: false,
    validate: (steps: StepsOfSchema, data: unknown) => {
      counter.spend(stepsOf(steps, data))
      return true
    },
  }
}

function typeKeyword(context: CheckContext): FuncKeywordDefinition {
  const isOfType = (type: unknown, data: unknown): boolean => {
    switch (type) {
      case 'array':
        return Array.isArray(data)
      case 'object':
        return isObject(data)
      case 'null':
        return data === null
      case 'number':
        return typeof data === 'number' || typeof data === 'bigint'
      case 'integer':
        return typeof data === 'bigint' ? isInteger(decimalOf(data, context)) : Number.isInteger(data)
      default:
        return typeof data === type
    }
  }
  return defineKeyword(TYPE_KEYWORD, {
    test: (types: unknown, data) => [types].flat().some((type) => isOfType(type, data)),
    reportedAs: (type) => ({ keyword: 'type', params: { type } }),
  })
}

/**
 * Compares all digits of a number with a bound.
 * @param test whether the number may be less (-1), equal (0) or more (1)
 */
function bound(
  keyword: string,
  test: (sign: number) => boolean,
  context: CheckContext,
): FuncKeywordDefinition {
  return defineKeyword(keyword, {
    test: (limit, data) => {
      // Doubles and their decimal texts have the same order.
      if (typeof data === 'number') return test(Math.sign(data - Number(limit)))
      if (typeof data !== 'bigint') return true
      return test(Math.sign(compareDecimals(decimalOf(data, context), parseDecimal(String(limit)))))
    },
    reportedAs: (limit) => ({ keyword, params: { limit } }),
  })
}

function divisibility(context: CheckContext): FuncKeywordDefinition {
  const keyword = 'multipleOf'
  return defineKeyword(keyword, {
    test: (unit, data) =>
      (typeof data !== 'number' && typeof data !== 'bigint') ||
      isMultipleInSteps(decimalOf(data, context), parseDecimal(String(unit)), context.counter),
    reportedAs: (unit) => ({ keyword, params: { multipleOf: unit } }),
  })
}

function isMultipleInSteps(number: Decimal, unit: Decimal, counter: StepCounter): boolean {
  const isLarge = Math.abs(number.exponent) > USUAL_EXPONENT_MAX
  counter.spend(Math.ceil(number.digits.length / DIGITS_OF_STEP) + (isLarge ? STEPS_OF_LARGE_EXPONENT : 1))
  return isMultipleOf(number, unit)
}

function decimalOf(number: number | bigint, { inexact }: CheckContext): Decimal {
  const decimal = typeof number === 'bigint' ? inexact.get(number) : parseDecimal(String(number))
  if (decimal === undefined) throw new Error(`the bigint ${number} stands for no number`)
  return decimal
}

/** A keyword that reports its issues in ajv's form. */
function defineKeyword(
  keyword: string,
  {
    test,
    reportedAs,
  }: {
    test: (schema: unknown, data: unknown) => boolean
    reportedAs: (schema: unknown) => { keyword: string; params: Record<string, unknown> }
  },
): FuncKeywordDefinition {
  const validate: SchemaValidateFunction = (schema: unknown, data: unknown) => {
    if (test(schema, data)) return true
    validate.errors = [reportedAs(schema)]
    return false
  }
  return { keyword, errors: true, validate }
}
