import type { z } from 'zod'

/** Names of types in messages, by zod's names. */
const EXPECTED: Record<string, string> = {
  array: 'an array',
  boolean: 'true or false',
  int: 'a whole number',
  nan: 'NaN',
  null: 'null',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
  undefined: 'no value',
}

const FORMATS: Record<string, string> = {
  datetime: 'a time with an offset, like 2026-11-21T20:24:50Z',
  json_string: 'JSON',
  regex: 'another form of text',
  url: 'a URL, like https://example.com/',
}

/** Units of a length or size, by the type of the value: singular and plural. */
const UNITS: Record<string, [one: string, several: string]> = {
  array: ['item', 'items'],
  file: ['byte', 'bytes'],
  map: ['entry', 'entries'],
  object: ['member', 'members'],
  set: ['item', 'items'],
  string: ['character', 'characters'],
}

/** The message for a field whose schema has none of its own. For every `parse` whose messages a client or operator reads. */
export function issueMessage(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.expected, issue.input)
    case 'too_big':
      return ofBound('most', issue)
    case 'too_small':
      return ofBound('least', issue)
    case 'invalid_format':
      return `expected ${FORMATS[issue.format] ?? `text of the format "${issue.format}"`}`
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'invalid_value':
      return `expected ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(textOf).join(', ')}`
    case 'unrecognized_keys':
      return 'unknown field'
    case 'invalid_union':
      return 'matches none of the allowed forms'
    case 'invalid_key':
      return 'has a name that is not allowed'
    case 'invalid_element':
      return 'has a value that is not allowed'
    case 'custom':
    case undefined:
      return 'is invalid'
  }
  return 'is invalid'
}

function ofType(expected: string, input: unknown): string {
  const wanted = EXPECTED[expected] ?? `a value of the type "${expected}"`
  if (input === undefined) return `is required: expected ${wanted}`
  const isNumber = typeof input === 'number'
  if (isNumber && expected === 'int') return `expected ${wanted}`
  if (isNumber && expected === 'number') {
    return Number.isNaN(input) ? `expected ${wanted}` : `expected ${wanted}, got one that is too large`
  }
  return `expected ${wanted}, got ${kindOf(input)}`
}

function kindOf(input: unknown): string {
  if (input === null) return 'null'
  if (Array.isArray(input)) return 'an array'
  if (typeof input === 'boolean') return String(input)
  return EXPECTED[typeof input] ?? 'another value'
}

interface Bound {
  origin: string
  minimum?: unknown
  maximum?: unknown
  inclusive?: boolean
  exact?: boolean
}

function ofBound(side: 'least' | 'most', { origin, minimum, maximum, inclusive, exact }: Bound): string {
  const limit = String(side === 'least' ? minimum : maximum)
  const unit = UNITS[origin]
  const isExclusive = inclusive === false
  if (unit !== undefined) {
    const measure = exact === true ? 'exactly' : isExclusive ? MORE_OR_LESS[side] : `at ${side}`
    return `must have ${measure} ${limit} ${unit[limit === '1' ? 0 : 1]}`
  }
  return isExclusive ? `must be ${MORE_OR_LESS[side]} ${limit}` : `must be at ${side} ${limit}`
}

const MORE_OR_LESS = { least: 'more than', most: 'less than' }

function textOf(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value)
}
