import { describe, expect, it } from 'vitest'
import {
  bodies,
  breaking,
  components,
  contents,
  named,
  nested,
  operations,
  reached,
  replies,
  type Schema,
  unnamed,
} from './described-schemas.ts'

describe('schemas have names that generators can use:', () => {
  it('none begins with New, like the constructors of openapi-generator for Go', () => {
    expect(named.map(([name]) => name).filter((name) => name.startsWith('New'))).toEqual([])
  })

  it('each is in PascalCase, and a request of a resource ends with Create, Update or Put', () => {
    expect(named.map(([name]) => name).filter((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name))).toEqual([])
    const bodyOf = (verb: string) =>
      operations
        .filter(({ operationId }) => operationId.startsWith(verb))
        .flatMap(({ requestBody }) => contents(requestBody?.content))
        .map(({ $ref = '(none)' }) => $ref.split('/').at(-1) ?? '')
    expect(bodyOf('create').filter((name) => !name.endsWith('Create'))).toEqual([])
    expect(bodyOf('change').filter((name) => !name.endsWith('Update'))).toEqual([])
    expect(bodyOf('put').filter((name) => !name.endsWith('Put'))).toEqual([])
  })

  it('no two names are equal in Go, which ignores case and underscores', () => {
    const names = [
      ...named.map(([name]) => name),
      ...['parameters', 'headers', 'responses'].flatMap((kind) =>
        Object.keys(components[kind as 'parameters']).map((name) => name),
      ),
      ...operations.flatMap(({ operationId }) =>
        ['Params', 'Response', 'Request', 'JSONBody', 'JSONRequestBody'].map((end) => `${operationId}${end}`),
      ),
    ].map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('the values of enums have names that begin with the name of the enum', () => {
    const enums = named.filter(([, schema]) => schema.enum !== undefined)
    const names = enums.flatMap(([name, schema]) =>
      ((schema['x-enum-varnames'] ?? ['']) as string[]).map((value) => [name, value] as const),
    )
    expect(names.filter(([name, value]) => !value.startsWith(name))).toEqual([])
    expect(new Set(names.map(([, value]) => value.toLowerCase())).size).toBe(names.length)
    expect(enums.length).toBeGreaterThan(10)
  })
})

describe('schemas have no duplication and nothing that generators misread:', () => {
  it('every object and every enum has a name', () => {
    const breaks = (schema: Schema, pointer: string) =>
      (schema.type === 'object' && !pointer.endsWith('/allOf/1')) ||
      schema.enum !== undefined ||
      schema.const !== undefined
    expect(breaking([...nested, ...unnamed], breaks)).toEqual([])
  })

  it('a schema that extends another has its name and its own fields, and shares no field with it', () => {
    const extended = named.filter(([, schema]) => schema.allOf !== undefined)
    const wrong = extended.filter(([, { allOf = [] }]) => {
      const [base, own] = allOf
      const inherited = components.schemas[base?.$ref?.split('/').at(-1) ?? '']?.properties ?? {}
      return allOf.length !== 2 || Object.keys(own?.properties ?? {}).some((name) => name in inherited)
    })
    expect(wrong.map(([name]) => name)).toEqual([])
    expect(extended.map(([name]) => name)).toContain('EndpointWithSecret')
  })

  it('no schema repeats the fields of another', () => {
    const shapes = named
      .filter(([, { properties }]) => properties !== undefined)
      .map(([name, { properties }]) => [name, JSON.stringify(properties)] as const)
    const repeated = shapes.filter(([, shape], index) =>
      shapes.slice(0, index).some(([, other]) => other === shape),
    )
    expect(repeated.map(([name]) => name)).toEqual([])
  })

  it('the members of a union are named or plain', () => {
    const breaks = ({ anyOf = [], oneOf = [] }: Schema) =>
      [...anyOf, ...oneOf].some(
        ({ $ref, type, items }) =>
          $ref === undefined && typeof (type === 'array' ? items?.type : type) !== 'string',
      )
    expect(breaking([...named, ...nested, ...unnamed], breaks)).toEqual([])
  })

  it('no schema has several types, except with null', () => {
    const breaks = ({ type }: Schema) =>
      Array.isArray(type) && type.filter((one) => one !== 'null').length !== 1
    expect(breaking([...named, ...nested, ...unnamed], breaks)).toEqual([])
  })

  it('no field of a body has a default, which would make an optional field required', () => {
    expect(breaking([...named, ...nested], (schema) => 'default' in schema)).toEqual([])
  })
})

describe('schemas match the behaviour of the API:', () => {
  const inReplies = reached(replies)
  const inRequests = reached(bodies)

  it('replies may gain fields', () => {
    const isClosed = ({ additionalProperties }: Schema) => additionalProperties === false
    const closed = breaking([...named, ...nested], isClosed).filter((pointer) =>
      inReplies.has(pointer.split('/')[0] ?? ''),
    )
    expect(closed).toEqual([])
  })

  it('requests with unknown fields are refused', () => {
    const isOpen = ({ properties, additionalProperties }: Schema) =>
      Object.keys(properties ?? {}).length > 0 && additionalProperties !== false
    // Receivers get requests as well, but these come from Posthorn.
    const open = breaking(named, isOpen).filter((name) => inRequests.has(name) && name !== 'Envelope')
    expect(open).toEqual([])
    expect(inRequests.size).toBeGreaterThan(10)
  })

  it('a cursor has no example, since none is valid for every list', () => {
    const cursors = operations
      .flatMap(({ parameters = [] }) => parameters)
      .filter(({ name }) => name === 'cursor')
    expect(cursors.length).toBeGreaterThan(5)
    expect(cursors.filter(({ example }) => example !== undefined)).toEqual([])
  })

  it('in examples of a period, from is before to', () => {
    const ranges = operations.flatMap(({ operationId, parameters = [] }) =>
      parameters.flatMap(({ name = '', example: from }) => {
        if (!/^from$|From$/.test(name)) return []
        const end = name.replace(/from$/, 'to').replace(/From$/, 'To')
        const to = parameters.find((other) => other.name === end)?.example
        return [[`${operationId}.${name}`, String(from), String(to)] as const]
      }),
    )
    expect(ranges.length).toBeGreaterThan(3)
    expect(ranges.filter(([, from, to]) => !(Date.parse(from) < Date.parse(to)))).toEqual([])
  })
})
