import { InexactNumber } from '../json/inexact-number.ts'
import { runToEnd } from '../json/run-to-end.ts'
import type { Filter, FilterCondition } from './filter.ts'
import { type FilterOperand, type FilterScalar, isScalar } from './filter-operators.ts'
import { someValueAt, valuesAt } from './filter-path.ts'
import { FilterSteps } from './filter-steps.ts'

const SHOWN_VALUES_MAX = 10
const SHOWN_LENGTH_MAX = 200

/**
 * Whether an event's data matches a filter. Accepts any JSON value and never throws. Compares all digits of numbers when
 * the data was read by `readExactJsonInSlices`. If the steps do not suffice, the data matches: a superfluous event is noticed, a
 * missing one is not.
 * @param stepsMax from `stepsOfEach`. Default: the maximum of a single filter
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

/** `JSON.stringify` writes an `InexactNumber` with all its digits. */
type ShownValue = FilterScalar | InexactNumber

/** A condition that prevents a match. */
export interface FailedCondition {
  /** Path in the data. */
  path: string
  /** `$not` for a condition that holds but must not; `expected` is then that condition. */
  operator: string
  expected: FilterOperand | Record<string, FilterOperand>
  /** The value at the path, several values as a list; missing when the path does not exist. Long texts and numbers are cut. */
  actual?: ShownValue | ShownValue[]
}

/** As {@link explainFilterInSlices}, without pauses. */
export function explainFilter(filter: Filter, data: unknown): FailedCondition[] {
  return runToEnd(explainFilterInSlices(filter, data))
}

/**
 * Explains why data does not match: returns each condition that prevents a match, none if the data matches. Yields after
 * each condition, because each has its own budget of steps.
 */
export function* explainFilterInSlices(
  filter: Filter,
  data: unknown,
): Generator<undefined, FailedCondition[]> {
  return matchesFilter(filter, data) ? [] : yield* explainIn(filter, data, true)
}

function* explainIn(filter: Filter, data: unknown, wanted: boolean): Generator<undefined, FailedCondition[]> {
  if (filter.kind === 'condition') {
    yield
    return isFulfilled(filter, data, new FilterSteps()) === wanted ? [] : [failed(filter, data, wanted)]
  }
  if (filter.kind === 'not') return yield* explainIn(filter.of, data, !wanted)
  const reasons: FailedCondition[][] = []
  for (const one of filter.of) reasons.push(yield* explainIn(one, data, wanted))
  // If one result suffices and one has it, the other conditions do not prevent a match.
  const isOneEnough = (filter.kind === 'some') === wanted
  return isOneEnough && reasons.some((one) => one.length === 0) ? [] : reasons.flat()
}

function failed(condition: FilterCondition, data: unknown, wanted: boolean): FailedCondition {
  const { segments, operator, operand } = condition
  const limits = { steps: new FilterSteps(), max: SHOWN_VALUES_MAX }
  const found = valuesAt(data, { segments, wholeLists: false }, limits).map(shown)
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
