import type { EndpointDraft } from './draft.ts'
import { fromScheduleText } from './schedule-text.ts'

export type DraftErrors = { [Field in keyof EndpointDraft]?: string | undefined }

export type DraftBody = { text: string } | { errors: DraftErrors }

/** The fields of the form, in the order of its sections. */
export const DRAFT_FIELDS = [
  'url',
  'description',
  'eventTypes',
  'filter',
  'timeoutSeconds',
  'retrySchedule',
  'retryOn',
  'rateLimitPerSecond',
  'maxInFlight',
  'payloadFormat',
  'signatures',
  'headers',
  'metadata',
] as const satisfies (keyof EndpointDraft)[]

/** The fields whose value differs. */
export function changedFields(draft: EndpointDraft, before: EndpointDraft): (keyof EndpointDraft)[] {
  return DRAFT_FIELDS.filter((field) => JSON.stringify(draft[field]) !== JSON.stringify(before[field]))
}

/**
 * The body of a request with some of the fields. Filter and metadata stay the text that was typed: the API reads their
 * numbers to the last digit, and refuses one that it could not keep.
 * @returns errors for what cannot be put into a body; the API finds all others
 */
export function toBody(draft: EndpointDraft, fields: readonly (keyof EndpointDraft)[]): DraftBody {
  const errors: DraftErrors = {}
  for (const field of ['filter', 'metadata'] as const) {
    const error = draft[field].trim() === '' ? undefined : jsonError(draft[field])
    if (fields.includes(field) && error !== undefined) errors[field] = error
  }
  const twice = duplicateName(draft.headers.map(({ name }) => name))
  if (fields.includes('headers') && twice !== undefined) errors.headers = `${twice} is named twice`
  if (Object.keys(errors).length > 0) return { errors }
  return { text: `{${fields.map((field) => `"${field}":${valueText(draft, field)}`).join(',')}}` }
}

function valueText(draft: EndpointDraft, field: keyof EndpointDraft): string {
  switch (field) {
    case 'filter':
      return draft.filter.trim() === '' ? 'null' : draft.filter
    case 'metadata':
      return draft.metadata.trim() === '' ? '{}' : draft.metadata
    case 'timeoutSeconds':
    case 'maxInFlight':
      return JSON.stringify(numberOf(draft[field]))
    case 'rateLimitPerSecond':
      return JSON.stringify(draft[field].trim() === '' ? null : numberOf(draft[field]))
    case 'retrySchedule':
      return JSON.stringify(fromScheduleText(draft.retrySchedule))
    case 'headers': {
      const named = draft.headers.filter(({ name }) => name.trim() !== '')
      return JSON.stringify(Object.fromEntries(named.map(({ name, value }) => [name.trim(), value])))
    }
    case 'url':
      return JSON.stringify(draft.url.trim())
    case 'description':
    case 'eventTypes':
    case 'retryOn':
    case 'payloadFormat':
    case 'signatures':
      return JSON.stringify(draft[field])
  }
}

/** What is no number stays text: the API says so at the field. */
function numberOf(text: string): number | string {
  return /^-?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : text
}

function jsonError(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? undefined : 'expected a JSON object'
  } catch (error) {
    return error instanceof Error ? `no valid JSON: ${error.message}` : 'no valid JSON'
  }
}

function duplicateName(names: readonly string[]): string | undefined {
  const lower = names.map((name) => name.trim().toLowerCase())
  return names.find((_name, index) => lower[index] !== '' && lower.indexOf(lower[index] ?? '') < index)
}
