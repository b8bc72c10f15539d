import type { FuncKeywordDefinition } from 'ajv'

/** A string is written and compared once for each list that contains it. */
const CHARACTERS_OF_STEP = 16

/**
 * `uniqueItems` in linear time. Ajv compares all pairs: a list that fills a request would block the thread for minutes.
 * @param spend called with the number of steps before the items are compared
 */
export function uniqueItems(spend: (steps: number) => void): FuncKeywordDefinition {
  return {
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    error: { message: 'must not have duplicate items' },
    validate: (isWanted: boolean, items: unknown[]) => {
      if (!isWanted) return true
      spend(stepsOf(items))
      return new Set(items.map(canonicalText)).size === items.length
    },
  }
}

/** One step for each value, more for strings. */
function stepsOf(value: unknown): number {
  if (typeof value === 'string') return 1 + stepsOfText(value)
  if (typeof value !== 'object' || value === null) return 1
  let steps = 1
  for (const [name, each] of Object.entries(value)) {
    steps += stepsOf(each)
    if (!Array.isArray(value)) steps += stepsOfText(name)
  }
  return steps
}

function stepsOfText({ length }: string): number {
  return Math.floor(length / CHARACTERS_OF_STEP)
}

/** Equal texts for values that are equal in JSON Schema, regardless of the order of members. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`,
    )
    return `{${members.toSorted().join()}}`
  }
  if (typeof value === 'string') return JSON.stringify(value)
  // Not JSON.stringify for numbers: it writes Infinity as null. A bigint stands for a number, so it gets a suffix.
  return typeof value === 'bigint' ? `${value}n` : String(value)
}
