import { describe, expect, it } from 'vitest'
import { compileSchema } from './compile-schema.ts'
import { SchemaError } from './schema-error.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** The issues of a schema. */
function issuesIn(schema: Record<string, unknown>) {
  try {
    compileSchema(schema)
    return []
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    return error.issues
  }
}

describe('compileSchema', () => {
  it.each<[name: string, schema: Record<string, unknown>]>([
    ['without keywords', {}],
    ['that names its dialect', { $schema: DIALECT }],
    ['that names its dialect with a fragment', { $schema: `${DIALECT}#` }],
    ['with unknown keywords', { 'x-owner': 'billing', example: { $ref: 1 }, nullable: true, id: 'order' }],
    ['with properties that are named like keywords', { properties: { $ref: {}, pattern: {}, $async: {} } }],
    ['with an unknown format', { format: 'colour' }],
    ['with an internal reference', { $ref: '#/$defs/a', $defs: { a: {} } }],
    ['with a reference to an anchor', { $ref: '#a', $defs: { a: { $anchor: 'a' } } }],
    [
      'with a reference to its own id',
      { $id: 'https://e.com/o', $ref: 'https://e.com/o#/$defs/a', $defs: { a: {} } },
    ],
    ['that refers to itself', { properties: { child: { $ref: '#' } } }],
    ['with a tuple', { prefixItems: [{ type: 'string' }], items: false }],
    ['with a union of types', { properties: { a: { type: ['string', 'null'], minLength: 1 } } }],
    [
      'with members that are not allowed',
      { unevaluatedProperties: false, $ref: '#/$defs/a', $defs: { a: { properties: { b: true } } } },
    ],
  ])('accepts a schema %s', (_name, schema) => {
    expect(issuesIn(schema)).toEqual([])
  })

  const UNKNOWN_TYPE =
    'expected one of "array", "boolean", "integer", "null", "number", "object", "string", expected an array, has none of the allowed forms'
  const PATTERN = 'must be an ECMA-262 regular expression'
  const elsewhere = (ref: string) => `refers to "${ref}", which is not in this schema: add it under "$defs"`

  it.each<[name: string, schema: Record<string, unknown>, path: string, message: string]>([
    [
      'an unknown type',
      { properties: { amount: { type: 'strng' } } },
      'schema.properties.amount.type',
      UNKNOWN_TYPE,
    ],
    [
      'a name with a slash',
      { properties: { 'a/b': { type: 1 } } },
      'schema.properties.a/b.type',
      UNKNOWN_TYPE,
    ],
    ['a "required" that is not a list', { required: 'a' }, 'schema.required', 'expected an array'],
    [
      'a number for a schema',
      { properties: { a: 3 } },
      'schema.properties.a',
      'expected an object or true or false',
    ],
    [
      'a list for "items", as before 2020-12',
      { items: [{}] },
      'schema.items',
      'expected an object or true or false',
    ],
    [
      'a negative length',
      { $defs: { a: { minLength: -1 } } },
      'schema.$defs.a.minLength',
      'must be at least 0',
    ],
    ['a pattern that does not compile', { items: { pattern: '(' } }, 'schema.items.pattern', PATTERN],
    ['a pattern of another language', { pattern: '(?i)a' }, 'schema.pattern', PATTERN],
    [
      'such a pattern for property names',
      { patternProperties: { '[': {} } },
      'schema.patternProperties.[',
      PATTERN,
    ],
    [
      'another dialect',
      { $schema: 'http://json-schema.org/draft-07/schema#' },
      'schema.$schema',
      `must be "${DIALECT}" or omitted`,
    ],
    [
      'another dialect in a subschema',
      { $defs: { a: { $schema: 'x' } } },
      'schema.$defs.a.$schema',
      `must be "${DIALECT}" or omitted`,
    ],
    [
      'a reference to another document',
      { properties: { a: { $ref: 'https://e.com/a' } } },
      'schema.properties.a.$ref',
      elsewhere('https://e.com/a'),
    ],
    ['a reference to a file', { $ref: 'other.json#/a' }, 'schema.$ref', elsewhere('other.json#/a')],
    ['a reference to nothing', { $ref: '#/$defs/a' }, 'schema.$ref', elsewhere('#/$defs/a')],
    ['a reference to the meta schema', { $ref: DIALECT }, 'schema.$ref', elsewhere(DIALECT)],
    [
      'a duplicate id',
      { $ref: '#/$defs/a', $defs: { a: { $id: 'u' }, b: { $id: 'u' } } },
      'schema',
      'reference "u" resolves to more than one schema',
    ],
  ])('rejects %s with its path', (_name, schema, path, message) => {
    expect(issuesIn(schema)).toEqual([{ path, message }])
  })

  it('reports every issue', () => {
    const schema = { required: 'a', properties: { a: { minLength: 'x' }, b: { type: 'string' } } }
    expect(issuesIn(schema)).toEqual([
      { path: 'schema.properties.a.minLength', message: 'expected a whole number' },
      { path: 'schema.required', message: 'expected an array' },
    ])
  })

  it('does not modify its argument', () => {
    const schema = { id: 'order', nullable: true, properties: { a: { $async: true } } }
    compileSchema(schema)
    expect(schema).toEqual({ id: 'order', nullable: true, properties: { a: { $async: true } } })
  })
})

describe('the check of a schema', () => {
  const ORDER = {
    type: 'object',
    required: ['id', 'amount'],
    additionalProperties: false,
    properties: {
      id: { type: 'string', minLength: 1 },
      amount: { type: 'number', multipleOf: 0.01, minimum: 0 },
      currency: { enum: ['EUR', 'USD'] },
      version: { const: 2 },
      email: { type: 'string', format: 'email' },
      lines: { type: 'array', uniqueItems: true, items: { type: 'object', required: ['sku'] } },
    },
  }

  it.each<[name: string, data: unknown]>([
    ['all required members', { id: 'a', amount: 19.99 }],
    [
      'all members',
      { id: 'a', amount: 1_234_567.89, currency: 'EUR', version: 2, email: 'a@b.de', lines: [{ sku: 1 }] },
    ],
    [
      'items that differ in one member',
      {
        id: 'a',
        amount: 1,
        lines: [
          { sku: 1, a: 1 },
          { sku: 1, a: null },
        ],
      },
    ],
  ])('accepts data with %s', (_name, data) => {
    expect(compileSchema(ORDER)(data)).toEqual([])
  })

  it.each<[name: string, data: unknown, path: string, message: string]>([
    ['a missing member', { id: 'a' }, 'data.amount', 'is required'],
    ['an unknown member', { id: 'a', amount: 1, colour: 'red' }, 'data.colour', 'unknown field'],
    ['another type', { id: 'a', amount: '1' }, 'data.amount', 'expected a number'],
    ['a fraction of a cent', { id: 'a', amount: 0.001 }, 'data.amount', 'must be a multiple of 0.01'],
    [
      'none of the choices',
      { id: 'a', amount: 1, currency: 'DM' },
      'data.currency',
      'expected one of "EUR", "USD"',
    ],
    ['another constant', { id: 'a', amount: 1, version: 1 }, 'data.version', 'expected 2'],
    ['another format', { id: 'a', amount: 1, email: 'a' }, 'data.email', 'expected an email address'],
    [
      'a position in a list',
      { id: 'a', amount: 1, lines: [{ sku: 1 }, {}] },
      'data.lines.1.sku',
      'is required',
    ],
    [
      'a duplicate item',
      {
        id: 'a',
        amount: 1,
        lines: [
          { sku: 1, a: 2 },
          { a: 2, sku: 1 },
        ],
      },
      'data.lines',
      'must not have duplicate items',
    ],
    [
      'several issues at one path',
      { id: 'a', amount: -0.001 },
      'data.amount',
      'must be a multiple of 0.01, must be at least 0',
    ],
  ])('reports %s', (_name, data, path, message) => {
    expect(compileSchema(ORDER)(data)).toEqual([{ path, message }])
  })

  it('reports up to twenty issues', () => {
    const issues = compileSchema({ additionalProperties: { type: 'string' } })(
      Object.fromEntries(Array.from({ length: 30 }, (_none, index) => [`f${index}`, index])),
    )
    expect(issues).toEqual(
      Array.from({ length: 20 }, (_none, index) => ({
        path: `data.f${index}`,
        message: 'expected a string',
      })),
    )
  })

  it('reports only the first issue of large data', () => {
    const items = Array.from({ length: 20_000 }, (_none, index) => (index > 4 ? index : String(index)))
    const check = compileSchema({ properties: { items: { items: { type: 'string' } } } })
    expect(check({ items })).toEqual([{ path: 'data.items.5', message: 'expected a string' }])
    expect(check({ items: items.slice(0, 5) })).toEqual([])
  })

  it('limits the length of paths and messages', () => {
    const [issue] = compileSchema({ additionalProperties: false })({ ['x'.repeat(1000)]: 1 })
    expect(issue?.path).toMatch(/^data\.x{250}…$/)
  })

  it.each(['toString', 'constructor', 'hasOwnProperty'])(
    'does not treat an inherited %s as a member',
    (name) => {
      expect(compileSchema({ required: [name] })({})).toEqual([
        { path: `data.${name}`, message: 'is required' },
      ])
    },
  )

  it('ignores keywords of other dialects', () => {
    const check = compileSchema({
      properties: { a: { type: 'string', nullable: true }, b: { $async: true, type: 'string' } },
    })
    expect(check({ a: null, b: 1 })).toEqual([
      { path: 'data.a', message: 'expected a string' },
      { path: 'data.b', message: 'expected a string' },
    ])
  })

  it('checks deeply nested data', () => {
    const check = compileSchema({ properties: { child: { $ref: '#' }, name: { type: 'string' } } })
    let data: object = { name: 1 }
    for (let depth = 0; depth < 97; depth++) data = { child: data }
    expect(check(data)).toEqual([
      { path: expect.stringMatching(/^data\.child\.child/), message: 'expected a string' },
    ])
  })

  it.each([{ allOf: [{ $ref: '#' }] }, { $ref: '#/$defs/a', $defs: { a: { $ref: '#' } } }])(
    'ends when a schema refers to itself endlessly: %j',
    (schema) => {
      expect(compileSchema(schema)({})).toEqual([
        { path: 'data', message: 'cannot be checked: the schema of its type refers to itself endlessly' },
      ])
    },
  )

  it('finds a duplicate among a hundred thousand items', () => {
    const check = compileSchema({ properties: { items: { uniqueItems: true } } })
    const items = Array.from({ length: 100_000 }, (_none, index) => ({ index }))
    expect(check({ items })).toEqual([])
    items.push({ index: 5 })
    expect(check({ items })).toEqual([{ path: 'data.items', message: 'must not have duplicate items' }])
  }, 30_000)
})
