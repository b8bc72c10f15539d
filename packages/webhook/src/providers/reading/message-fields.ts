import type { Headers } from '../provider.ts'
import type { FormFields } from './form-fields.ts'
import { usableHeader } from './header-text.ts'
import { memberOf } from './json-payload.ts'

/** A verified request, or one event of it, whose fields are read. */
export interface ReadableMessage {
  headers: Headers
  /** The fields of the whole request's form; empty if the body is none. */
  form: FormFields
  /** The parsed JSON; undefined if the body is not JSON. */
  payload: unknown
}

/** Where a text of a message is found. */
export interface MessageField {
  /** For messages: `a string "id"`, `the header X-GitHub-Event`. */
  description: string
  /** The text; undefined when it is missing, empty, or not a text. */
  in(message: ReadableMessage): string | undefined
}

/** A string in the JSON body; `0` is the first element of an array. */
export function bodyField(...path: [string, ...string[]]): MessageField {
  return {
    description: `a string "${path.join('.')}"`,
    in({ payload }) {
      const value = path.reduce(memberOrElement, payload)
      return typeof value === 'string' && value !== '' ? value : undefined
    },
  }
}

/** A string, a boolean, or a whole number that JavaScript represents exactly. */
export function scalarField(...path: [string, ...string[]]): MessageField {
  const text = bodyField(...path)
  return {
    description: `a string or number "${path.join('.')}"`,
    in(message) {
      const value = path.reduce(memberOrElement, message.payload)
      return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : text.in(message)
    },
  }
}

/** A header, by its name in the provider's spelling; `pattern` is what its value must match. */
export function headerField(name: string, pattern = /./): MessageField {
  const lowerCase = name.toLowerCase()
  return {
    description: `the header ${name}`,
    in({ headers }) {
      const text = usableHeader(headers, lowerCase)
      return text !== undefined && pattern.test(text) ? text : undefined
    },
  }
}

/** A field of a form that occurs once. */
export function formField(name: string): MessageField {
  return {
    description: `a form field "${name}"`,
    in({ form }) {
      const [value, second] = form.get(name) ?? []
      return second === undefined ? value || undefined : undefined
    },
  }
}

/** A fixed text. */
export function fixedText(text: string): MessageField {
  return { description: text, in: () => text }
}

/** A field whose parts are separated by `:` or `/`, with dots instead: `orders/create` becomes `orders.create`. */
export function dotted(field: MessageField): MessageField {
  return { ...field, in: (message) => field.in(message)?.replaceAll(/[:/]/g, '.') }
}

/** The first of several fields that is present. */
export function firstOf(...fields: readonly MessageField[]): MessageField {
  return {
    description: fields.map(({ description }) => description).join(' or '),
    in: (message) => fields.map((field) => field.in(message)).find((text) => text !== undefined),
  }
}

/** All fields, separated; missing if one of them is. */
export function allOf(separator: string, ...fields: readonly MessageField[]): MessageField {
  return {
    description: fields.map(({ description }) => description).join(' and '),
    in(message) {
      const texts = fields.map((field) => field.in(message))
      return texts.every((text) => text !== undefined) ? texts.join(separator) : undefined
    },
  }
}

/** The first field, followed by those of the others that are present. */
export function withOptional(
  separator: string,
  first: MessageField,
  ...rest: readonly MessageField[]
): MessageField {
  return {
    description: first.description,
    in(message) {
      const start = first.in(message)
      if (start === undefined) return undefined
      return [start, ...rest.flatMap((field) => field.in(message) ?? [])].join(separator)
    },
  }
}

function memberOrElement(value: unknown, name: string): unknown {
  return Array.isArray(value) && /^\d{1,4}$/.test(name) ? value[Number(name)] : memberOf(value, name)
}
