import { inexactNumberMessage } from '../json/exact-numbers.ts'
import { InexactNumber } from '../json/inexact-number.ts'
import { EQUALITY, type FilterOperand, OPERATOR_NAMES, operatorOf } from './filter-operators.ts'
import type { FilterPath } from './filter-path.ts'

export const FILTER_BYTES_MAX = 8192
export const FILTER_CONDITIONS_MAX = 100
export const FILTER_DEPTH_MAX = 10
const PATH_LENGTH_MAX = 256
/** Further issues are not reported. */
const ISSUES_MAX = 20

const UNSTORABLE = 'must not contain NUL characters or lone surrogates'

/** A comparison with the values at a path of the data. */
export interface FilterCondition extends FilterPath {
  kind: 'condition'
  operator: string
  operand: FilterOperand
  isNegated: boolean
  test: (value: unknown) => boolean
  /** Additional steps of testing a value. */
  stepsOf: (value: unknown) => number
}

/** A parsed filter: conditions on an event's data. */
export type Filter =
  | FilterCondition
  | { kind: 'every'; of: readonly Filter[] }
  | { kind: 'some'; of: readonly Filter[] }
  | { kind: 'not'; of: Filter }

/** An issue in a filter: its path, from the root of the filter, and what is expected there. */
export interface FilterIssue {
  path: string[]
  message: string
}

/** A filter does not have the form of docs/filters.md. */
export class InvalidFilterError extends Error {
  override readonly name = 'InvalidFilterError'
  readonly issues: readonly FilterIssue[]

  constructor(issues: readonly FilterIssue[]) {
    super(issues.map(({ path, message }) => `${['filter', ...path].join('.')}: ${message}`).join('; '))
    this.issues = issues
  }
}

/**
 * Parses a filter: `{"amount":{"$gt":100},"customer.country":"DE"}`. All its conditions must hold; `{}` has none.
 *
 * @param json from `readExactJsonInSlices`, so that numbers that a double cannot represent are rejected
 * @throws {InvalidFilterError} with up to twenty issues.
 */
export function parseFilter(json: unknown): Filter {
  if (Buffer.byteLength(JSON.stringify(json) ?? '') > FILTER_BYTES_MAX) {
    throw new InvalidFilterError([
      { path: [], message: `must not be larger than ${FILTER_BYTES_MAX} bytes of JSON` },
    ])
  }
  const reader = new FilterReader()
  const filter = reader.read(json, { at: [], segments: [] })
  if (reader.issues.length > 0) throw new InvalidFilterError(reader.issues.slice(0, ISSUES_MAX))
  return filter
}

/** A path in a filter, and the path in the data that its conditions refer to. */
interface FilterPosition {
  at: string[]
  segments: readonly string[]
}

const NOTHING: Filter = { kind: 'every', of: [] }
const noSteps = () => 0

class FilterReader {
  readonly issues: FilterIssue[] = []
  #conditions = 0

  read(json: unknown, position: FilterPosition): Filter {
    if (!isObject(json)) return this.#wrong(position, 'expected an object of conditions')
    if (position.at.length > FILTER_DEPTH_MAX) {
      return this.#wrong(position, `must not be nested deeper than ${FILTER_DEPTH_MAX} levels`)
    }
    const members = Object.entries(json)
    // Below the root an empty object is probably a mistake: `{"customer":{}}` has no condition.
    if (members.length === 0 && position.at.length > 0)
      return this.#wrong(position, 'expected at least one condition')
    return allOf(members.map(([key, value]) => this.#member(key, value, position)))
  }

  #member(key: string, value: unknown, { at, segments }: FilterPosition): Filter {
    const position = { at: [...at, key], segments }
    if (key === '$and' || key === '$or') return this.#list(key, value, position)
    if (key === '$not') return { kind: 'not', of: this.read(value, position) }
    if (key.startsWith('$')) return this.#condition(key, value, position)

    const issue = issueInPath(key)
    if (issue !== undefined) return this.#wrong(position, issue)
    const below = { ...position, segments: [...segments, ...key.split('.')] }
    if (isObject(value)) return this.read(value, below)
    if (Array.isArray(value))
      return this.#wrong(below, 'expected a value or conditions; for a list use $in or $contains')
    return this.#condition(EQUALITY, value, below)
  }

  #list(key: '$and' | '$or', value: unknown, position: FilterPosition): Filter {
    if (!Array.isArray(value) || value.length === 0) {
      return this.#wrong(position, 'expected a list of at least one filter')
    }
    const { at } = position
    const of = value.map((one, index) => this.read(one, { ...position, at: [...at, String(index)] }))
    return key === '$and' ? allOf(of) : { kind: 'some', of }
  }

  #condition(name: string, operand: unknown, position: FilterPosition): Filter {
    const operator = operatorOf(name)
    if (operator === undefined) {
      return this.#wrong(
        position,
        `unknown operator; expected ${OPERATOR_NAMES.join(', ')}, $and, $or or $not`,
      )
    }
    if (position.segments.length === 0) {
      return this.#wrong(position, `expected below a path, as in {"status":{"${name}":…}}`)
    }
    const inexact = [operand].flat().find((one) => one instanceof InexactNumber)
    if (inexact !== undefined) return this.#wrong(position, inexactNumberMessage(inexact.text))
    if (!operator.accepts(operand)) return this.#wrong(position, operator.expects)
    const issue = operator.issueIn?.(operand)
    if (issue !== undefined) return this.#wrong(position, issue)
    if (![operand].flat().every(isStorable)) return this.#wrong(position, UNSTORABLE)
    this.#conditions += 1
    if (this.#conditions === FILTER_CONDITIONS_MAX + 1) {
      return this.#wrong(position, `must not have more than ${FILTER_CONDITIONS_MAX} conditions`)
    }
    return {
      kind: 'condition',
      segments: position.segments,
      wholeLists: operator.wholeLists ?? false,
      operator: name,
      operand,
      isNegated: operator.isNegated?.(operand) ?? false,
      test: operator.testFor(operand),
      stepsOf: operator.stepsOf ?? noSteps,
    }
  }

  #wrong({ at }: FilterPosition, message: string): Filter {
    this.issues.push({ path: at, message })
    return NOTHING
  }
}

function allOf(of: readonly Filter[]): Filter {
  const [only] = of
  return of.length === 1 && only !== undefined ? only : { kind: 'every', of }
}

function issueInPath(path: string): string | undefined {
  if (path.length > PATH_LENGTH_MAX) return `must not be longer than ${PATH_LENGTH_MAX} characters`
  if (path.split('.').includes('')) return 'expected names with a dot between them, as in customer.country'
  return isStorable(path) ? undefined : UNSTORABLE
}

function isStorable(value: unknown): boolean {
  return typeof value !== 'string' || (!value.includes('\0') && value.isWellFormed())
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof InexactNumber)
  )
}
