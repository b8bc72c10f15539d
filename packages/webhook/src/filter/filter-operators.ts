import { InexactNumber } from '../json/inexact-number.ts'

/**
 * A scalar JSON value that a condition compares with. Its numbers are exact doubles, so an `InexactNumber` in the data
 * equals none of them.
 */
export type FilterScalar = string | number | boolean | null
export type FilterOperand = FilterScalar | FilterScalar[]

/** The operator of a plain value: `{"status":"paid"}`. */
export const EQUALITY = '$eq'

/**
 * Maximum length of an operand that is searched in text. Up to about 250 characters V8 searches in linear time; with longer
 * operands a text can be constructed whose search takes seconds.
 */
const TEXT_OPERAND_MAX = 200
const TEXT_TOO_LONG = `must not be longer than ${TEXT_OPERAND_MAX} characters`
/** Characters of searched text that count as one step. */
const CHARACTERS_OF_STEP = 32

/** An operator of a condition. */
interface Operator {
  /** The message for an operand of the wrong kind. */
  expects: string
  accepts(operand: unknown): operand is FilterOperand
  /** The message for an invalid operand of the right kind. */
  issueIn?(operand: FilterOperand): string | undefined
  /** Creates the test of one value at the path. */
  testFor(operand: FilterOperand): (value: unknown) => boolean
  /** Additional steps of testing a value. */
  stepsOf?: (value: unknown) => number
  /** Whether the condition holds when no value at the path passes the test, also without any value. */
  isNegated?(operand: FilterOperand): boolean
  /** Tests a list as a whole, not its elements. */
  wholeLists?: true
}

const SCALAR = 'expected a string, a number, true, false or null'

const equality: Operator = {
  expects: SCALAR,
  accepts: isScalar,
  testFor: (operand) => (value) => value === operand,
}

const membership: Operator = {
  expects: 'expected a list of strings, numbers, true, false or null, with at least one element',
  accepts: isScalarList,
  testFor: (operand) => {
    const members = new Set<unknown>([operand].flat())
    return (value) => members.has(value)
  },
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  [EQUALITY]: equality,
  $ne: { ...equality, isNegated: () => true },
  $in: membership,
  $nin: { ...membership, isNegated: () => true },
  $exists: {
    expects: 'expected true or false',
    accepts: isBoolean,
    testFor: () => () => true,
    isNegated: (operand) => operand === false,
    wholeLists: true,
  },
  $gt: ordering((value, bound) => value > bound),
  $gte: ordering((value, bound) => value >= bound),
  $lt: ordering((value, bound) => value < bound),
  $lte: ordering((value, bound) => value <= bound),
  $startsWith: ofText((text, part) => text.startsWith(part)),
  $endsWith: ofText((text, part) => text.endsWith(part)),
  $contains: {
    expects: SCALAR,
    accepts: isScalar,
    issueIn: issueInText,
    testFor: (operand) => (value) =>
      Array.isArray(value)
        ? value.includes(operand)
        : typeof value === 'string' && typeof operand === 'string' && value.includes(operand),
    stepsOf: (value) => {
      if (Array.isArray(value)) return value.length
      return typeof value === 'string' ? Math.ceil(value.length / CHARACTERS_OF_STEP) : 0
    },
    wholeLists: true,
  },
}

export const OPERATOR_NAMES = Object.keys(OPERATORS)

export function operatorOf(name: string): Operator | undefined {
  return Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
}

/** Compares numbers with numbers by all their digits, strings with strings by UTF-16 code units; other values have no order. */
function ordering(isInOrder: (value: string | number, bound: string | number) => boolean): Operator {
  return {
    expects: 'expected a number or a string',
    accepts: (operand) => isNumber(operand) || typeof operand === 'string',
    issueIn: issueInText,
    testFor: (bound) => (value) =>
      (isNumber(value) && isNumber(bound) && isInOrder(value, bound)) ||
      (value instanceof InexactNumber && isNumber(bound) && isInOrder(value.compareWith(bound), 0)) ||
      (typeof value === 'string' && typeof bound === 'string' && isInOrder(value, bound)),
  }
}

function ofText(hasPart: (text: string, part: string) => boolean): Operator {
  return {
    expects: 'expected a string',
    accepts: (operand) => typeof operand === 'string',
    issueIn: issueInText,
    testFor: (part) => (value) =>
      typeof value === 'string' && typeof part === 'string' && hasPart(value, part),
  }
}

function issueInText(operand: FilterOperand): string | undefined {
  return typeof operand === 'string' && operand.length > TEXT_OPERAND_MAX ? TEXT_TOO_LONG : undefined
}

export function isScalar(value: unknown): value is FilterScalar {
  return value === null || typeof value === 'string' || isNumber(value) || isBoolean(value)
}

function isScalarList(value: unknown): value is FilterScalar[] {
  return Array.isArray(value) && value.length > 0 && value.every(isScalar)
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

/** Numbers that exceed a double are read as Infinity, and would all be equal. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
