import { nameIn, type Schema } from './document.ts'

/** Returns a link to the description of a named schema. */
export type LinkTo = (name: string) => string

/** A field of an object, with the fields of objects inside of it as `outer.inner`. */
export interface Field {
  name: string
  schema: Schema
  required: boolean
}

/** The type of a value, as words and links: `list of [Event](…)`, `integer, or null`. */
export function typeOf(schema: Schema, linkTo: LinkTo): string {
  if (schema.$ref !== undefined) return linkTo(nameIn(schema.$ref))
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives !== undefined) return alternatives.map((each) => typeOf(each, linkTo)).join(', or ')
  if (schema.allOf !== undefined) return schema.allOf.map((each) => typeOf(each, linkTo)).join(' with ')
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {}, linkTo)}`
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return `map to ${typeOf(schema.additionalProperties, linkTo)}`
  }
  return schema.format === 'date-time' ? 'time' : (schema.type ?? 'any')
}

/** The limits of a value: `1 to 30`, `at most 500 characters`. Empty without any. */
export function limitsOf(schema: Schema): string {
  return [
    range(schema.minimum, schema.maximum, ''),
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' items'),
  ]
    .filter((text) => text !== '')
    .join(', ')
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const [from, to] = [least?.toLocaleString('en'), most?.toLocaleString('en')]
  if (to === undefined) return from === undefined ? '' : `at least ${from}${unit}`
  return from === undefined ? `at most ${to}${unit}` : `${from} to ${to}${unit}`
}

/** All fields of an object. */
export function fieldsOf(schema: Schema, prefix = ''): Field[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]): Field[] => [
    { name: `${prefix}${name}`, schema: value, required: schema.required?.includes(name) ?? false },
    ...fieldsOf(value.items?.properties === undefined ? value : value.items, `${prefix}${name}.`),
  ])
  return [...own, ...(schema.allOf ?? []).flatMap((part) => fieldsOf(part, prefix))]
}

/** The names of the schemas that a schema mentions. */
export function namesIn(schema: Schema): string[] {
  const parts = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    ...(schema.items === undefined ? [] : [schema.items]),
    ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
  ]
  const own = schema.$ref === undefined ? [] : [nameIn(schema.$ref)]
  return [...own, ...parts.flatMap(namesIn)]
}
