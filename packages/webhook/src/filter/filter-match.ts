import { InexactNumber } from '../json/inexact-number.ts'
import { runToEnd } from '../json/run-to-end.ts'
import type { Filter, FilterCondition } from './filter.ts'
import { type FilterOperand, type FilterScalar, isScalar } from './filter-operators.ts'
import { someValueAt, valuesAt } from './filter-path.ts'
import { FilterSteps } from './filter-steps.ts'

const SHOWN_VALUES_MAX = 10
const SHOWN_LENGTH_MAX = 200

/**
 * Whether an event's data fulfils a filter. Answers for any JSON value, without throwing; numbers are compared as they
 * were written when the data was read by `readingExactJson`. What cannot be decided within the
 * steps counts as fulfilled: an event too much is seen by whoever gets it, one that is missing by nobody.
 * @param stepsMax of the filter, as `stepsOfEach` says; with one filter, all there may be
 */
export function matchesFilter(filter: Filter, data: unknown, stepsMax?: number): boolean {
  const steps = new FilterSteps(stepsMax)
  return holds(filter, data, steps) || steps.areUsedUp
}

function holds(filter: Filter, data: unknown, steps: FilterSteps): boolean {
  switch (filter.kind) {
    case 'condition':
      return isFulfilled(filter, data, steps)
    case 'every':
      return filter.of.every((one) => holds(one, data, steps))
    case 'some':
      return filter.of.some((one) => holds(one, data, steps))
    case 'not':
      return !holds(filter.of, data, steps)
  }
}

function isFulfilled(condition: FilterCondition, data: unknown, steps: FilterSteps): boolean {
  const test = (value: unknown) => steps.take(condition.stepsOf(value)) && condition.test(value)
  return someValueAt(data, condition, { steps, test }) !== condition.isNegated
}

/** An `InexactNumber` comes out of `JSON.stringify` as it was written. */
type ShownValue = FilterScalar | InexactNumber

/** A condition that kept data from matching. */
export interface FailedCondition {
  /** Where it looked in the data. */
  path: string
  /** `$not` for one that holds and must not; `expected` is then the condition itself. */
  operator: string
  expected: FilterOperand | Record<string, FilterOperand>
  /** What is there, several values as a list; left out when there is nothing. Long texts and numbers are cut. */
  actual?: ShownValue | ShownValue[]
}

/** What {@link explainingFilter} says, without a pause. */
export function explainFilter(filter: Filter, data: unknown): FailedCondition[] {
  return runToEnd(explainingFilter(filter, data))
}

/**
 * Why data does not match: each condition that would have to come out the other way. Empty when it matches. It pauses after
 * each condition, since every one has steps of its own.
 */
export function* explainingFilter(filter: Filter, data: unknown): Generator<undefined, FailedCondition[]> {
  return matchesFilter(filter, data) ? [] : yield* explaining(filter, data, true)
}

function* explaining(
  filter: Filter,
  data: unknown,
  wanted: boolean,
): Generator<undefined, FailedCondition[]> {
  if (filter.kind === 'condition') {
    yield
    return isFulfilled(filter, data, new FilterSteps()) === wanted ? [] : [failed(filter, data, wanted)]
  }
  if (filter.kind === 'not') return yield* explaining(filter.of, data, !wanted)
  const reasons: FailedCondition[][] = []
  for (const one of filter.of) reasons.push(yield* explaining(one, data, wanted))
  // Where one is enough, and one comes out as it is wanted, the others have kept nothing from matching.
  const isOneEnough = (filter.kind === 'some') === wanted
  return isOneEnough && reasons.some((one) => one.length === 0) ? [] : reasons.flat()
}

function failed(condition: FilterCondition, data: unknown, wanted: boolean): FailedCondition {
  const { segments, operator, operand } = condition
  const shownOnes = { steps: new FilterSteps(), max: SHOWN_VALUES_MAX }
  const found = valuesAt(data, { segments, wholeLists: false }, shownOnes).map(shown)
  const actual = found.length === 1 ? found[0] : found
  return {
    path: segments.join('.'),
    ...(wanted ? { operator, expected: operand } : { operator: '$not', expected: { [operator]: operand } }),
    ...(actual !== undefined && found.length > 0 && { actual }),
  }
}

function shown(value: unknown): ShownValue {
  const text = value instanceof InexactNumber ? value.text : value
  if (typeof text === 'string' && text.length > SHOWN_LENGTH_MAX) return `${text.slice(0, SHOWN_LENGTH_MAX)}…`
  return value instanceof InexactNumber || isScalar(value) ? value : '(object)'
}
