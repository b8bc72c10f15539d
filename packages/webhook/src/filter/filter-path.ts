import type { FilterSteps } from './filter-steps.ts'

const INDEX = /^(?:0|[1-9]\d{0,8})$/

/** Path of a condition: `customer.country`, `items.sku`, `items.0.sku`. */
export interface FilterPath {
  segments: readonly string[]
  /** Whether a list at the end of the path is one value. Otherwise its elements are the values. */
  wholeLists: boolean
}

/**
 * Whether one of the values at a path passes the test. In a list the path continues in each element, unless its next
 * segment is an index. Only own members of objects count, so every name is safe. Stops when the steps are used up.
 */
export function someValueAt(
  data: unknown,
  { segments, wholeLists }: FilterPath,
  { steps, test }: { steps: FilterSteps; test: (value: unknown) => boolean },
): boolean {
  function visit(value: unknown, depth: number): boolean {
    if (!steps.take(1)) return false
    const segment = segments[depth]
    if (segment === undefined && (wholeLists || !Array.isArray(value))) return test(value)
    if (Array.isArray(value) && (segment === undefined || !INDEX.test(segment))) {
      for (const element of value) {
        if (visit(element, depth)) return true
        if (steps.areUsedUp) return false
      }
      return false
    }
    if (segment === undefined || !isObject(value) || !Object.hasOwn(value, segment)) return false
    return visit(value[segment], depth + 1)
  }
  return visit(data, 0)
}

/** The values at a path, in order. */
export function valuesAt(
  data: unknown,
  path: FilterPath,
  { steps, max }: { steps: FilterSteps; max: number },
): unknown[] {
  const found: unknown[] = []
  someValueAt(data, path, { steps, test: (value) => found.push(value) >= max })
  return found
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
