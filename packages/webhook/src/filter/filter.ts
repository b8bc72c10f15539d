import { inexactMistake } from '../json/exact-numbers.ts'
import { InexactNumber } from '../json/inexact-number.ts'
import { EQUALITY, type FilterOperand, OPERATOR_NAMES, operatorOf } from './filter-operators.ts'
import type { FilterPath } from './filter-path.ts'

export const FILTER_BYTES_MAX = 8192
export const FILTER_CONDITIONS_MAX = 100
export const FILTER_DEPTH_MAX = 10
const PATH_LENGTH_MAX = 256
/** More are not listed: whoever made them has enough to read. */
const MISTAKES_MAX = 20

const UNSTORABLE = 'must not contain NUL characters or lone surrogates'

/** One comparison with what lies at a path of the data. */
export interface FilterCondition extends FilterPath {
  kind: 'condition'
  operator: string
  operand: FilterOperand
  isNegated: boolean
  test: (value: unknown) => boolean
  /** What the test of a value takes besides looking at it. */
  stepsOf: (value: unknown) => number
}

/** Conditions on an event's data, checked and ready to be asked. */
export type Filter =
  | FilterCondition
  | { kind: 'every'; of: readonly Filter[] }
  | { kind: 'some'; of: readonly Filter[] }
  | { kind: 'not'; of: Filter }

/** Where a filter is wrong, from its own root on, and what was expected there. */
export interface FilterMistake {
  path: string[]
  message: string
}

/** A filter is not in the form of docs/filters.md. */
export class FilterFormError extends Error {
  override readonly name = 'FilterFormError'
  readonly mistakes: readonly FilterMistake[]

  constructor(mistakes: readonly FilterMistake[]) {
    super(mistakes.map(({ path, message }) => `${['filter', ...path].join('.')}: ${message}`).join('; '))
    this.mistakes = mistakes
  }
}

/**
 * Reads a filter: `{"amount":{"$gt":100},"customer.country":"DE"}`. All its conditions have to hold; `{}` has none.
 *
 * @param json of `readingExactJson`, when numbers that a double does not hold are to be seen and refused
 * @throws {FilterFormError} with each place that is wrong, up to twenty.
 */
export function parseFilter(json: unknown): Filter {
  if (Buffer.byteLength(JSON.stringify(json) ?? '') > FILTER_BYTES_MAX) {
    throw new FilterFormError([
      { path: [], message: `must not be larger than ${FILTER_BYTES_MAX} bytes of JSON` },
    ])
  }
  const reader = new FilterReader()
  const filter = reader.read(json, { at: [], segments: [] })
  if (reader.mistakes.length > 0) throw new FilterFormError(reader.mistakes.slice(0, MISTAKES_MAX))
  return filter
}

/** A place in a filter, and the path of the data that conditions there are about. */
interface Place {
  at: string[]
  segments: readonly string[]
}

const NOTHING: Filter = { kind: 'every', of: [] }
const noSteps = () => 0

class FilterReader {
  readonly mistakes: FilterMistake[] = []
  #conditions = 0

  read(json: unknown, place: Place): Filter {
    if (!isObject(json)) return this.#wrong(place, 'expected an object of conditions')
    if (place.at.length > FILTER_DEPTH_MAX) {
      return this.#wrong(place, `must not be nested deeper than ${FILTER_DEPTH_MAX} levels`)
    }
    const members = Object.entries(json)
    // Within a filter it would be a mistake rather than a wish: `{"customer":{}}` asks for nothing.
    if (members.length === 0 && place.at.length > 0)
      return this.#wrong(place, 'expected at least one condition')
    return allOf(members.map(([key, value]) => this.#member(key, value, place)))
  }

  #member(key: string, value: unknown, { at, segments }: Place): Filter {
    const place = { at: [...at, key], segments }
    if (key === '$and' || key === '$or') return this.#list(key, value, place)
    if (key === '$not') return { kind: 'not', of: this.read(value, place) }
    if (key.startsWith('$')) return this.#condition(key, value, place)

    const mistake = mistakeInPath(key)
    if (mistake !== undefined) return this.#wrong(place, mistake)
    const below = { ...place, segments: [...segments, ...key.split('.')] }
    if (isObject(value)) return this.read(value, below)
    if (Array.isArray(value))
      return this.#wrong(below, 'expected a value or conditions; for a list use $in or $contains')
    return this.#condition(EQUALITY, value, below)
  }

  #list(key: '$and' | '$or', value: unknown, place: Place): Filter {
    if (!Array.isArray(value) || value.length === 0) {
      return this.#wrong(place, 'expected a list of at least one filter')
    }
    const of = value.map((one, index) => this.read(one, { ...place, at: [...place.at, String(index)] }))
    return key === '$and' ? allOf(of) : { kind: 'some', of }
  }

  #condition(name: string, operand: unknown, place: Place): Filter {
    const operator = operatorOf(name)
    if (operator === undefined) {
      return this.#wrong(
        place,
        `there is no such operator; expected ${OPERATOR_NAMES.join(', ')}, $and, $or or $not`,
      )
    }
    if (place.segments.length === 0) {
      return this.#wrong(place, `expected below a path, as in {"status":{"${name}":…}}`)
    }
    const inexact = [operand].flat().find((one) => one instanceof InexactNumber)
    if (inexact !== undefined) return this.#wrong(place, inexactMistake(inexact.text))
    if (!operator.accepts(operand)) return this.#wrong(place, operator.expects)
    const mistake = operator.mistakeIn?.(operand)
    if (mistake !== undefined) return this.#wrong(place, mistake)
    if (![operand].flat().every(isStorable)) return this.#wrong(place, UNSTORABLE)
    this.#conditions += 1
    if (this.#conditions === FILTER_CONDITIONS_MAX + 1) {
      return this.#wrong(place, `must not have more than ${FILTER_CONDITIONS_MAX} conditions`)
    }
    return {
      kind: 'condition',
      segments: place.segments,
      wholeLists: operator.wholeLists ?? false,
      operator: name,
      operand,
      isNegated: operator.isNegated?.(operand) ?? false,
      test: operator.testFor(operand),
      stepsOf: operator.stepsOf ?? noSteps,
    }
  }

  #wrong({ at }: Place, message: string): Filter {
    this.mistakes.push({ path: at, message })
    return NOTHING
  }
}

function allOf(of: readonly Filter[]): Filter {
  const [only] = of
  return of.length === 1 && only !== undefined ? only : { kind: 'every', of }
}

function mistakeInPath(path: string): string | undefined {
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
