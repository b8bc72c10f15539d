import type { JsonSchema } from './json-schemas.ts'

/** Removes keywords that zod writes and that say nothing new. */
export function simplify(jsonSchema: JsonSchema): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  delete jsonSchema.propertyNames
}

/** Opens an object of a reply: replies may gain fields, and a client must not reject them. */
export function allowMoreFields(jsonSchema: JsonSchema): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

/**
 * Moves the defaults of an object's fields into their descriptions. Of a field with a `default` openapi-typescript makes a required
 * one, and other generators send the default of the day they ran.
 */
export function describeDefaults(jsonSchema: JsonSchema): void {
  const { properties } = jsonSchema
  if (properties === undefined) return
  const described = Object.entries(properties).map(([name, field]) => [name, withoutDefault(field)])
  jsonSchema.properties = Object.fromEntries(described)
}

function withoutDefault(field: JsonSchema | boolean): JsonSchema | boolean {
  if (typeof field === 'boolean' || !('default' in field)) return field
  const { default: value, description = '', ...rest } = field
  if (description.includes('Default')) return { ...rest, description }
  const text = `Default: \`${JSON.stringify(value)}\``
  return { ...rest, description: description === '' ? text : `${description}. ${text}` }
}
