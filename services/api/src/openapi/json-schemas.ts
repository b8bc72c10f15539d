import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { allowMoreFields, describeDefaults, simplify } from './schema-words.ts'
import { shareBases } from './share-bases.ts'

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** A request's schema says what is accepted, a reply's what is given. */
export type Side = 'request' | 'reply'

const DEFINITIONS = '#/$defs/'
/** How zod begins the names of definitions that have none of ours. */
const UNNAMED = '__'

/**
 * Makes JSON schemas of zod's, in the form that code generators understand. A schema with a name, `.meta({ id })`, becomes a
 * component that the others refer to. One that extends another, `Base.extend({ … }).meta({ id, extends: 'Base' })`, is the other's
 * name and the fields of its own.
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
        simplify(jsonSchema)
        if (side === 'request') describeDefaults(jsonSchema)
        else allowMoreFields(jsonSchema)
      },
    })
    for (const [name, component] of Object.entries($defs)) {
      if (!name.startsWith(UNNAMED)) this.#add(name, toComponents(component))
    }
    return toComponents(made)
  }

  /** Every schema with a name that was met, by its name. */
  components(): Record<string, JsonSchema> {
    return shareBases(this.#components)
  }

  #add(name: string, component: JsonSchema): void {
    const known = this.#components[name]
    if (known !== undefined && !isDeepStrictEqual(known, component)) {
      throw new Error(`two schemas have the id "${name}": give one of them another`)
    }
    this.#components[name] = component
  }
}

/** Zod refers to definitions beside the schema; in the document they are components. */
function toComponents(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    const named = typeof value?.$ref === 'string' ? toComponent(value) : value
    // The same, and in Go openapi-generator makes values of it and not pointers.
    return key === 'additionalProperties' && isDeepStrictEqual(named, {}) ? true : named
  })
}

function toComponent({ $ref, ...rest }: JsonSchema & { $ref: string }): JsonSchema {
  // Without a name it is `z.json()`, any JSON value: which is what a schema without a word means.
  if ($ref.startsWith(`${DEFINITIONS}${UNNAMED}`)) return {}
  return { ...rest, $ref: $ref.replace(DEFINITIONS, '#/components/schemas/') }
}
