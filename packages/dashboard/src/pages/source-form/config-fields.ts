import type { Provider } from '../../data/providers.ts'

/** One member of the config of a provider, as a form shows it. */
export interface ConfigField {
  name: string
  title: string
  description?: string
  isRequired: boolean
  /** What applies when the field is empty, as text. */
  fallback?: string
  control: ConfigControl
}

export type ConfigControl =
  | { kind: 'text'; type: 'text' | 'url'; lengthMax?: number }
  | { kind: 'number'; isInteger: boolean; min?: number; max?: number }
  | { kind: 'boolean' }
  | { kind: 'choice'; options: readonly string[] }
  /** Lists and objects, written as JSON. */
  | { kind: 'json' }

interface MemberSchema {
  type?: unknown
  title?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  format?: string
  maxLength?: number
  minimum?: number
  maximum?: number
}

/** The members that a JSON Schema of an object describes, in its order. */
export function configFieldsOf({ configSchema }: Pick<Provider, 'configSchema'>): ConfigField[] {
  const { properties = {}, required = [] } = configSchema as {
    properties?: Record<string, MemberSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    title: schema.title ?? name,
    isRequired: required.includes(name),
    control: controlOf(schema),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(schema.default === undefined ? {} : { fallback: textOf(schema.default) }),
  }))
}

function controlOf({ type, format, maxLength, minimum, maximum, ...schema }: MemberSchema): ConfigControl {
  if (schema.enum?.every((option) => typeof option === 'string') === true)
    return { kind: 'choice', options: schema.enum }
  switch (type) {
    case 'string':
      return {
        kind: 'text',
        type: format === 'uri' ? 'url' : 'text',
        ...(maxLength === undefined ? {} : { lengthMax: maxLength }),
      }
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        isInteger: type === 'integer',
        ...(minimum === undefined ? {} : { min: minimum }),
        ...(maximum === undefined ? {} : { max: maximum }),
      }
    case 'boolean':
      return { kind: 'boolean' }
    default:
      return { kind: 'json' }
  }
}

/** A value of a config as the text of its field. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * The config that the texts of the fields stand for. Empty ones are left out, so that the default of the provider applies. The API
 * checks the values: a text that is no number stays a text, and is refused at its field.
 */
export function configOf(
  fields: readonly ConfigField[],
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, control }) => {
      const text = texts[name] ?? ''
      return text === '' ? [] : [[name, valueOf(control, text)]]
    }),
  )
}

function valueOf({ kind }: ConfigControl, text: string): unknown {
  switch (kind) {
    case 'text':
    case 'choice':
      return text
    case 'number':
      return Number.isNaN(Number(text)) ? text : Number(text)
    case 'boolean':
      return text === 'true'
    case 'json':
      return parsedOrText(text)
  }
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
