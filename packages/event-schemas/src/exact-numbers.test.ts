import { describe, expect, it } from 'vitest'
import { compileSchema } from './compile-schema.ts'

/** Messages of a schema for data whose numbers keep all their digits. */
const wrongIn = (schema: Record<string, unknown>, text: string) =>
  compileSchema(schema)(JSON.parse(text), text).map(({ message }) => message)

describe('data is checked with all digits of its numbers', () => {
  const MAX = Number.MAX_SAFE_INTEGER
  it.each<[schema: Record<string, unknown>, text: string, messages: string[]]>([
    [{ uniqueItems: true }, '[12345678901234567890, 12345678901234567891]', []],
    [
      { uniqueItems: true },
      '[12345678901234567890, 1.2345678901234567890e19]',
      ['must not have duplicate items'],
    ],
    [
      { uniqueItems: true },
      '[{"id":12345678901234567890},{"id":12345678901234567890}]',
      ['must not have duplicate items'],
    ],
    [{ const: MAX + 1 }, '9007199254740993', [`expected ${MAX + 1}`]],
    [{ enum: [MAX + 1] }, '9007199254740993', [`expected one of ${MAX + 1}`]],
    [{ enum: [[MAX + 1]] }, '[9007199254740992]', []],
    [{ maximum: MAX + 1 }, '9007199254740993', [`must be at most ${MAX + 1}`]],
    [{ maximum: MAX + 1 }, '9007199254740992', []],
    [{ exclusiveMinimum: MAX + 1 }, '9007199254740993', []],
    [{ minimum: 1 }, '0.99999999999999999999', ['must be at least 1']],
    [{ exclusiveMaximum: 1 }, '0.99999999999999999999', []],
    [{ type: 'integer' }, '1.00000000000000000001', ['expected a whole number']],
    [{ type: 'integer' }, '12345678901234567890', []],
    [{ type: 'number' }, '1e400', []],
    [{ type: ['string', 'null'] }, '12345678901234567890', ['expected a string or null']],
    [{ type: 'object' }, '12345678901234567890', ['expected an object']],
    [{ multipleOf: 10 }, '12345678901234567891', ['must be a multiple of 10']],
    [
      { contains: { const: 1 } },
      '[1.00000000000000000001]',
      ['expected 1', 'must have at least 1 matching item'],
    ],
    [{ properties: { a: { type: 'string' } } }, '{"a":"x","b":12345678901234567890}', []],
    [{ properties: { a: { type: 'string' } } }, '{"a":1,"b":12345678901234567890}', ['expected a string']],
  ])('%j, %s', (schema, text, messages) => {
    expect(wrongIn(schema, text).join(', ')).toBe(messages.join(', '))
  })

  it('and a schema with a number that a double cannot represent is rejected', () => {
    const text = '{"maximum":18446744073709551615}'
    expect(() => compileSchema(JSON.parse(text), text)).toThrow(
      'schema: must not contain 18446744073709551615, which is 18446744073709552000 to most readers',
    )
  })
})

describe('a number with an exponent of more than a million', () => {
  const NINES = '9'.repeat(400)
  const message = (shown: string) =>
    `must be a number with an exponent from -1000000 to 1000000, not ${shown}`

  it.each<[schema: Record<string, unknown>, text: string, path: string, shown: string]>([
    [{ multipleOf: 3 }, `1e${NINES}`, 'data', `1e${'9'.repeat(38)}…`],
    [{ properties: { a: { multipleOf: 3 } } }, `{"a":1e${NINES}}`, 'data.a', `1e${'9'.repeat(38)}…`],
    [{ items: { multipleOf: 0.01 } }, '[1,{"b":[2,-1E-1000001]}]', 'data.1.b.1', '-1E-1000001'],
    [{ minimum: 0 }, '1e1000001', 'data', '1e1000001'],
    [{ uniqueItems: true }, '[1e9007199254740992,1e9007199254740993]', 'data.0', '1e9007199254740992'],
    [{ type: 'integer' }, '1e1000001', 'data', '1e1000001'],
    [{ enum: [1] }, '1e1000001', 'data', '1e1000001'],
    [{}, '{"a":1e1000001}', 'data.a', '1e1000001'],
  ])('%j is rejected with its path', (schema, text, path, shown) => {
    expect(compileSchema(schema)(JSON.parse(text), text)).toEqual([{ path, message: message(shown) }])
  })

  it('is rejected, but numbers up to that limit are compared exactly', () => {
    expect(wrongIn({ uniqueItems: true }, '[1e1000000,1e999999,10e999999]')).toEqual([
      'must not have duplicate items',
    ])
    expect(wrongIn({ uniqueItems: true }, '[1e1000000,1e999999]')).toEqual([])
  })

  it('is rejected in a schema', () => {
    const text = `{"maximum":1e${NINES}}`
    expect(() => compileSchema(JSON.parse(text), text)).toThrow('schema: must not contain 1e999')
    const small = '{"minimum":1e-1000001}'
    expect(() => compileSchema(JSON.parse(small), small)).toThrow('schema: must not contain 1e-1000001')
  })
})
