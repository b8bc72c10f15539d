import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { JsonSchema } from './json-schema.ts'
import { allowMoreFields, moveDefaultsToDescriptions, removeRedundantKeywords } from './rewrite-schema.ts'
import { shareBases } from './share-bases.ts'

/** The input type of a schema, or its output type. */
export type Side = 'request' | 'reply'

const DEFINITIONS = '#/$defs/'
/** The prefix of the names that zod makes up for schemas without an id. */
const UNNAMED = '__'

/**
 * Converts zod schemas to JSON schemas that code generators support. A schema with an id, `.meta({ id })`, becomes a
 * component that others refer to. A schema that extends another, `Base.extend({ … }).meta({ id, extends: 'Base' })`, is
 * written as a reference to the base and its own fields.
 */
export class JsonSchemas {
  readonly #components: Record<string, JsonSchema> = {}

  of(schema: z.ZodType, side: Side): JsonSchema {
    const {
      $schema: _schema,
      $defs = {},
      ...made
    } = z.toJSONSchema(schema, {
      io: side === 'request' ? 'input' : 'output',
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        removeRedundantKeywords(jsonSchema)
        if (side === 'request') moveDefaultsToDescriptions(jsonSchema)
        else allowMoreFields(jsonSchema)
      },
    })
    for (const [name, component] of Object.entries($defs)) {
      if (!name.startsWith(UNNAMED)) this.#add(name, toComponents(component))
    }
    return toComponents(made)
  }

  /** Every schema with an id seen so far, by its id. */
  components(): Record<string, JsonSchema> {
    return shareBases(this.#components)
  }

  #add(name: string, component: JsonSchema): void {
    const known = this.#components[name]
    if (known !== undefined && !isDeepStrictEqual(known, component)) {
      throw new Error(`two schemas have the id "${name}": change one of them`)
    }
    this.#components[name] = component
  }
}

/** Turns zod's references to definitions beside the schema into references to components. */
function toComponents(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    const named = typeof value?.$ref === 'string' ? toComponent(value) : value
    // Equivalent, and openapi-generator for Go then generates values, not pointers.
    return key === 'additionalProperties' && isDeepStrictEqual(named, {}) ? true : named
  })
}

function toComponent({ $ref, ...rest }: JsonSchema & { $ref: string }): JsonSchema {
  // Without an id it is `z.json()`, any JSON value: an empty schema.
  if ($ref.startsWith(`${DEFINITIONS}${UNNAMED}`)) return {}
  return { ...rest, $ref: $ref.replace(DEFINITIONS, '#/components/schemas/') }
}
