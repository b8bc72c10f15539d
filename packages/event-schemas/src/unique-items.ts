import type { FuncKeywordDefinition } from 'ajv'

/**
 * `uniqueItems` in time that grows with the items. Ajv compares each with each: a list that fills a request would keep
 * the process for minutes.
 */
export const uniqueItems: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  errors: false,
  error: { message: 'must not have an item twice' },
  validate: (isWanted: boolean, items: unknown[]) =>
    !isWanted || new Set(items.map(canonicalText)).size === items.length,
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
  // Not JSON.stringify for numbers: it writes what is too large for one as null.
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
