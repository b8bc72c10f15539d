import type { FuncKeywordDefinition } from 'ajv'

/** Its text is written and compared once for each list that it is in. */
const CHARACTERS_OF_STEP = 16

/**
 * `uniqueItems` in time that grows with the items. Ajv compares each with each: a list that fills a request would keep
 * the process for minutes.
 * @param spend called with the steps that it takes to compare the items, before they are compared
 */
export function uniqueItems(spend: (steps: number) => void): FuncKeywordDefinition {
  return {
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    error: { message: 'must not have an item twice' },
    validate: (isWanted: boolean, items: unknown[]) => {
      if (!isWanted) return true
      spend(stepsOf(items))
      return new Set(items.map(canonicalText)).size === items.length
    },
  }
}

/** One for each value, and more for text. */
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

/** The same text for values that JSON Schema calls equal, whatever the order of their members. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`,
    )
    return `{${members.toSorted().join()}}`
  }
  if (typeof value === 'string') return JSON.stringify(value)
  // Not JSON.stringify for numbers: it writes what is too large for one as null. A bigint stands for another number.
  return typeof value === 'bigint' ? `${value}n` : String(value)
}
