import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The parts of a schema that the rules read. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  [keyword: string]: unknown
}

interface Parameter {
  name?: string
  in?: string
  schema?: Schema
  example?: unknown
}

type Content = Record<string, { schema: Schema }>
type Operation = {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}

/** The parts of the committed document, which another test compares with the routes. */
export const { paths, webhooks, components } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../docs/openapi.json'), 'utf8'),
) as {
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, Record<string, Operation>>
  components: Record<'parameters' | 'headers' | 'responses', Record<string, object>> & {
    schemas: Record<string, Schema>
  }
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete']
/** Every operation, those of receivers included. */
export const operations = [...Object.values(paths), ...Object.values(webhooks)].flatMap((item) =>
  METHODS.flatMap((method) => item[method] ?? []),
)
/** The schemas of a body, one for each content type. */
export const contents = (content: Content = {}) => Object.values(content).map(({ schema }) => schema)
/** The schemas of all request bodies. */
export const bodies = operations.flatMap(({ requestBody }) => contents(requestBody?.content))
/** The schemas of all reply bodies. */
export const replies = operations.flatMap(({ responses }) =>
  Object.values(responses).flatMap(({ content }) => contents(content)),
)

/** Every schema nested in another, with its pointer; references are not followed. */
function inside(schema: Schema, pointer: string): [string, Schema][] {
  const { properties = {}, additionalProperties, items, allOf = [], anyOf = [], oneOf = [] } = schema
  const members: [string, Schema | boolean | undefined][] = [
    ...Object.entries(properties).map(([name, field]): [string, Schema] => [`properties/${name}`, field]),
    ['additionalProperties', additionalProperties],
    ['items', items],
    ...Object.entries({ allOf, anyOf, oneOf }).flatMap(([word, list]) =>
      list.map((member, index): [string, Schema] => [`${word}/${index}`, member]),
    ),
  ]
  return members.flatMap(([name, member]) =>
    typeof member === 'object'
      ? [[`${pointer}/${name}`, member] as [string, Schema], ...inside(member, `${pointer}/${name}`)]
      : [],
  )
}

/** The components, by name. */
export const named = Object.entries(components.schemas)

/** Schemas nested in components, each with its pointer. */
export const nested = named.flatMap(([name, schema]) => inside(schema, name))

/** Schemas of operations that are not components, each with the operation. */
export const unnamed: [string, Schema][] = operations.flatMap(
  ({ operationId, parameters = [], requestBody, responses }) =>
    [
      ...parameters.flatMap(({ schema }): Schema[] => (schema === undefined ? [] : [schema])),
      ...contents(requestBody?.content),
      ...Object.values(responses).flatMap(({ content }) => contents(content)),
    ].flatMap((schema) => [[operationId, schema] as [string, Schema], ...inside(schema, operationId)]),
)

/** The schemas that break a rule. */
export const breaking = (schemas: [string, Schema][], breaks: (schema: Schema, pointer: string) => boolean) =>
  schemas.filter(([pointer, schema]) => breaks(schema, pointer)).map(([pointer]) => pointer)

/** The names of the components that a schema refers to, directly or not. */
export function reached(schemas: Schema[], found = new Set<string>()): Set<string> {
  for (const schema of schemas) {
    const refs = [schema, ...inside(schema, '').map(([, member]) => member)].flatMap(({ $ref }) => $ref ?? [])
    for (const name of refs.map((ref) => ref.split('/').at(-1) ?? '')) {
      if (found.has(name)) continue
      found.add(name)
      reached([components.schemas[name] ?? {}], found)
    }
  }
  return found
}
