import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const DOCUMENT = resolve(import.meta.dirname, '../../docs/openapi.json')
const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const

/** A JSON schema, with what is needed to generate values. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  example?: unknown
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
}

export interface Parameter {
  $ref?: string
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: Schema
  example?: unknown
}

interface Described {
  operationId: string
  security: unknown[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, Reply>
}

interface Reply {
  $ref?: string
  content?: Record<string, { schema: Schema }>
}

export interface Document {
  paths: Record<string, Partial<Record<(typeof METHODS)[number], Described>> & { servers?: unknown }>
  components: {
    schemas: Record<string, Schema>
    parameters: Record<string, Parameter>
    responses: Record<string, Reply>
  }
}

/** One operation of the API, with what is needed to call it. */
export interface Operation {
  id: string
  method: string
  path: string
  isOpen: boolean
  parameters: Parameter[]
  body: Schema | undefined
  /** Where the document describes each status, as a JSON pointer, with its content types. */
  replies: Record<string, { pointer: string; contentTypes: string[] }>
}

/** The committed document, which a test compares with the routes. */
export function readDocument(): Document {
  return JSON.parse(readFileSync(DOCUMENT, 'utf8'))
}

/** Their replies have no end, and their requests no more input than those of lists. */
const ENDLESS: ReadonlySet<string> = new Set(['watchTenant', 'streamRelay'])

/** Of a relay, for which a delivery waits and a listener is connected: `shared/relays` sends them. Others wait or find nothing. */
export const NEEDS_A_LISTENER: readonly string[] = ['pollRelay', 'returnRelayResults']

/** The operations of this API; one with its own server belongs to another service. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const described = item.servers === undefined ? item[method] : undefined
      return described === undefined || ENDLESS.has(described.operationId)
        ? []
        : [operationOf(document, { method, path, described })]
    }),
  )
}

function operationOf(
  document: Document,
  { method, path, described }: { method: string; path: string; described: Described },
): Operation {
  const { operationId, security, parameters = [], requestBody, responses } = described
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    isOpen: security.length === 0,
    parameters: parameters.map((parameter) => named(parameter, document.components.parameters)),
    body: requestBody?.content['application/json']?.schema,
    replies: Object.fromEntries(
      Object.entries(responses).map(([status, reply]) => [
        status,
        {
          pointer: reply.$ref ?? `#/paths/${escapePointer(path)}/${method}/responses/${status}`,
          contentTypes: Object.keys(named(reply, document.components.responses).content ?? {}),
        },
      ]),
    ),
  }
}

/** The object itself, or the object that it refers to. */
function named<Thing extends { $ref?: string }>(thing: Thing, components: Record<string, Thing>): Thing {
  if (thing.$ref === undefined) return thing
  const found = components[thing.$ref.split('/').at(-1) ?? '']
  if (found === undefined) throw new Error(`${thing.$ref} does not exist`)
  return found
}

export function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}
