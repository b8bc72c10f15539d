/** What the reference reads of the OpenAPI document, which `npm run openapi` writes. */
export interface ApiDocument {
  tags: readonly { name: string; description?: string }[]
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  webhooks?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components: {
    schemas: Readonly<Record<string, Schema>>
    parameters: Readonly<Record<string, Parameter>>
    responses: Readonly<Record<string, Reply>>
  }
}

export interface Operation {
  operationId: string
  summary: string
  description?: string
  tags: readonly string[]
  parameters?: readonly (Parameter | Reference)[]
  requestBody?: { description?: string; content: Content }
  responses: Readonly<Record<string, Reply | Reference>>
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema
}

export interface Reply {
  description: string
  content?: Content
}

export type Content = Readonly<Record<string, { schema?: Schema }>>

export interface Reference {
  $ref: string
}

export interface Schema {
  $ref?: string
  type?: string
  description?: string
  format?: string
  enum?: readonly (string | number)[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
  example?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

/** The last part of `#/components/schemas/Name`. */
export function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

/** A parameter, or the one that a reference names. */
export function resolved<Thing extends object>(
  value: Thing | Reference,
  components: Readonly<Record<string, Thing>>,
): Thing {
  if (!('$ref' in value)) return value
  const found = components[nameIn(value.$ref)]
  if (found === undefined) throw new Error(`the document has no ${value.$ref}`)
  return found
}
