/** What a condition compares with: a JSON value without parts. */
export type FilterScalar = string | number | boolean | null
export type FilterOperand = FilterScalar | FilterScalar[]

/** The operator that a plain value stands for: `{"status":"paid"}`. */
export const EQUALITY = '$eq'

/** One way of comparing. */
interface Operator {
  /** What an operand has to be, as a sentence goes on after "expected". */
  expects: string
  accepts(operand: unknown): operand is FilterOperand
  /** Whether one value at the path fulfils the condition. */
  test(value: unknown, operand: FilterOperand): boolean
  /** Whether it holds when no value at the path passes the test, so also when there is none. */
  isNegated?(operand: FilterOperand): boolean
  /** The test is of a list as a whole, not of its elements. */
  wholeLists?: true
}

const SCALAR = 'expected a string, a number, true, false or null'

const equality: Operator = { expects: SCALAR, accepts: isScalar, test: (value, operand) => value === operand }

const membership: Operator = {
  expects: 'expected a list of strings, numbers, true, false or null, with at least one element',
  accepts: isScalarList,
  test: (value, operand) => isScalar(value) && isScalarList(operand) && operand.includes(value),
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  [EQUALITY]: equality,
  $ne: { ...equality, isNegated: () => true },
  $in: membership,
  $nin: { ...membership, isNegated: () => true },
  $exists: {
    expects: 'expected true or false',
    accepts: isBoolean,
    test: () => true,
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
    test: (value, operand) =>
      Array.isArray(value)
        ? value.includes(operand)
        : typeof value === 'string' && typeof operand === 'string' && value.includes(operand),
    wholeLists: true,
  },
}

export const OPERATOR_NAMES = Object.keys(OPERATORS)

export function operatorOf(name: string): Operator | undefined {
  return Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
}

/** Numbers are compared with numbers, strings with strings by their UTF-16 code units; nothing else has an order. */
function ordering(isInOrder: (value: string | number, bound: string | number) => boolean): Operator {
  return {
    expects: 'expected a number or a string',
    accepts: (operand) => isNumber(operand) || typeof operand === 'string',
    test: (value, bound) =>
      (isNumber(value) && isNumber(bound) && isInOrder(value, bound)) ||
      (typeof value === 'string' && typeof bound === 'string' && isInOrder(value, bound)),
  }
}

function ofText(hasPart: (text: string, part: string) => boolean): Operator {
  return {
    expects: 'expected a string',
    accepts: (operand) => typeof operand === 'string',
    test: (value, part) => typeof value === 'string' && typeof part === 'string' && hasPart(value, part),
  }
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

/** A number too large for JavaScript is read as infinite, and would equal every other one. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
