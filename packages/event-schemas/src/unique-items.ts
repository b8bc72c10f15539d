import type { FuncKeywordDefinition } from 'ajv'

/**
 * `uniqueItems` in time that grows with the items. Ajv compares each with each: a list that fills a request would keep
 * the process for minutes.
 * @param spend called with how many values there are in the items, before they are compared
 */
export function uniqueItems(spend: (values: number) => void): FuncKeywordDefinition {
  return {
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    error: { message: 'must not have an item twice' },
    validate: (isWanted: boolean, items: unknown[]) => {
      if (!isWanted) return true
      spend(valuesIn(items))
      return new Set(items.map(canonicalText)).size === items.length
    },
  }
}

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  for (const each of Object.values(value)) count += valuesIn(each)
  return count
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
