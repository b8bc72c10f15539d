import { z } from 'zod'

export type JsonSchema = z.core.JSONSchema.BaseSchema

const DEFINITIONS = '#/$defs/'
/** How zod begins the names of definitions that have none of ours. */
const UNNAMED = '__'

/** Makes JSON schemas of zod's. A schema with a name, `.meta({ id })`, becomes a component that the others refer to. */
export class JsonSchemas {
  readonly components: Record<string, JsonSchema> = {}

  /** @param side a request's schema says what is taken, a reply's what is given: a field with a default is in every reply */
  of(schema: z.ZodType, side: 'request' | 'reply'): JsonSchema {
    const {
      $schema: _schema,
      $defs = {},
      ...made
    } = z.toJSONSchema(schema, {
      io: side === 'request' ? 'input' : 'output',
      unrepresentable: 'any',
      override: ({ jsonSchema }) => simplify(jsonSchema),
    })
    for (const [name, component] of Object.entries($defs)) {
      if (!name.startsWith(UNNAMED)) this.#add(name, toComponents(component))
    }
    return toComponents(made)
  }

  #add(name: string, component: JsonSchema): void {
    const known = this.components[name]
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(component)) {
      throw new Error(`two schemas have the id "${name}": give one of them another`)
    }
    this.components[name] = component
  }
}

/** Leaves out what zod says at length and a reader knows. */
function simplify(jsonSchema: JsonSchema): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  delete jsonSchema.propertyNames
}

/** Zod refers to definitions beside the schema; in the document they are components. */
function toComponents(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_key, value) => {
    if (typeof value?.$ref !== 'string') return value
    // Without a name it is `z.json()`, any JSON value: which is what a schema without a word means.
    if (value.$ref.startsWith(`${DEFINITIONS}${UNNAMED}`)) return {}
    return { ...value, $ref: value.$ref.replace(DEFINITIONS, '#/components/schemas/') }
  })
}
