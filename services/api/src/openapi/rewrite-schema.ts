import type { JsonSchema } from './json-schema.ts'

/** Removes redundant keywords that zod writes. */
export function removeRedundantKeywords(jsonSchema: JsonSchema): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  delete jsonSchema.propertyNames
}

/** Allows further fields in a reply: replies may gain fields, which clients must not reject. */
export function allowMoreFields(jsonSchema: JsonSchema): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

/**
 * Moves the defaults of an object's fields into their descriptions. openapi-typescript makes a field with a `default`
 * required, and other generators send the default of the version they were run with.
 */
export function moveDefaultsToDescriptions(jsonSchema: JsonSchema): void {
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
