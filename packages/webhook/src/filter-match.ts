import type { Filter, FilterCondition } from './filter.ts'
import { type FilterOperand, isScalar } from './filter-operators.ts'
import { someValueAt, valuesAt } from './filter-path.ts'

const SHOWN_VALUES_MAX = 10
const SHOWN_LENGTH_MAX = 200

/** Whether an event's data fulfils a filter. Answers for any JSON value, without throwing. */
export function matchesFilter(filter: Filter, data: unknown): boolean {
  switch (filter.kind) {
    case 'condition':
      return someValueAt(data, filter, filter.test) !== filter.isNegated
    case 'every':
      return filter.of.every((one) => matchesFilter(one, data))
    case 'some':
      return filter.of.some((one) => matchesFilter(one, data))
    case 'not':
      return !matchesFilter(filter.of, data)
  }
}

/** A condition that kept data from matching. */
export interface FailedCondition {
  /** Where it looked in the data. */
  path: string
  /** `$not` for one that holds and must not; `expected` is then the condition itself. */
  operator: string
  expected: FilterOperand | Record<string, FilterOperand>
  /** What is there, several values as a list; left out when there is nothing. Long texts are cut. */
  actual?: FilterOperand
}

/** Why data does not match: each condition that would have to come out the other way. Empty when it matches. */
export function explainFilter(filter: Filter, data: unknown): FailedCondition[] {
  return explain(filter, data, true)
}

function explain(filter: Filter, data: unknown, wanted: boolean): FailedCondition[] {
  if (matchesFilter(filter, data) === wanted) return []
  switch (filter.kind) {
    case 'condition':
      return [failed(filter, data, wanted)]
    case 'every':
    case 'some':
      return filter.of.flatMap((one) => explain(one, data, wanted))
    case 'not':
      return explain(filter.of, data, !wanted)
  }
}

function failed(condition: FilterCondition, data: unknown, wanted: boolean): FailedCondition {
  const { segments, operator, operand } = condition
  const found = valuesAt(data, { segments, wholeLists: false }, SHOWN_VALUES_MAX).map(shown)
  const actual = found.length === 1 ? found[0] : found
  return {
    path: segments.join('.'),
    ...(wanted ? { operator, expected: operand } : { operator: '$not', expected: { [operator]: operand } }),
    ...(actual !== undefined && found.length > 0 && { actual }),
  }
}

function shown(value: unknown) {
  if (typeof value === 'string' && value.length > SHOWN_LENGTH_MAX)
    return `${value.slice(0, SHOWN_LENGTH_MAX)}…`
  return isScalar(value) ? value : '(object)'
}
