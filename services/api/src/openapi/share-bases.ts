import type { JsonSchema } from './json-schema.ts'

/** Writes each component that extends another, `extends: 'Base'`, as `allOf` of the base and its own fields. */
export function shareBases(components: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const bases = new Set(Object.values(components).map((component) => component['extends']))
  return Object.fromEntries(
    Object.entries(components).map(([name, component]) => {
      const written = component['extends'] === undefined ? component : extension(name, component, components)
      return [
        name,
        bases.has(name) ? withNullsOptional(written) : withNullableEnumsOptional(written, components),
      ]
    }),
  )
}

function extension(
  name: string,
  { extends: baseName, description, ...whole }: JsonSchema,
  components: Record<string, JsonSchema>,
): JsonSchema {
  const base = components[String(baseName)]
  if (base === undefined) throw new Error(`${name} extends "${String(baseName)}", which no route refers to`)
  const inherited = base.properties ?? {}
  const properties = whole.properties ?? {}
  const changed = Object.keys(inherited).filter(
    (field) => JSON.stringify(inherited[field]) !== JSON.stringify(properties[field]),
  )
  if (changed.length > 0)
    throw new Error(`${name} extends ${String(baseName)}, but changes ${changed.join(', ')}`)
  const isOwn = (field: string) => !(field in inherited)
  const own = withNullsOptional({
    ...whole,
    properties: Object.fromEntries(Object.entries(properties).filter(([field]) => isOwn(field))),
    required: (whole.required ?? []).filter(isOwn),
  })
  return {
    ...(description === undefined ? {} : { description }),
    allOf: [{ $ref: `#/components/schemas/${String(baseName)}` }, own],
  }
}

/**
 * Makes nullable fields optional. In `allOf`, openapi-generator drops that a field is nullable
 * (https://github.com/OpenAPITools/openapi-generator/issues/20827), and its clients refuse null in a required field.
 */
function withNullsOptional(schema: JsonSchema): JsonSchema {
  const { required = [], ...rest } = schema
  const stillRequired = required.filter((field) => !isNullable(schema.properties?.[field]))
  return stillRequired.length === 0 ? rest : { ...rest, required: stillRequired }
}

/** Makes nullable enums optional: openapi-generator's client for Java refuses null in a required one. */
function withNullableEnumsOptional(schema: JsonSchema, components: Record<string, JsonSchema>): JsonSchema {
  const isEnum = ($ref: string | undefined) => components[$ref?.split('/').at(-1) ?? '']?.enum !== undefined
  const isNullableEnum = (field: JsonSchema | boolean | undefined) =>
    typeof field === 'object' && isNullable(field) && (field.anyOf ?? []).some((one) => isEnum(one.$ref))
  const { required } = schema
  if (required === undefined) return schema
  return { ...schema, required: required.filter((field) => !isNullableEnum(schema.properties?.[field])) }
}

function isNullable(schema: JsonSchema | boolean | undefined): boolean {
  if (typeof schema !== 'object') return false
  if ([schema.type].flat().includes('null')) return true
  return (schema.anyOf ?? []).some(isNullable)
}
