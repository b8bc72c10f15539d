import { describe, expect, it } from 'vitest'
import { compileSchema } from './compile-schema.ts'

/** What a schema says of data that is read as it is written. */
const wrongIn = (schema: Record<string, unknown>, text: string) =>
  compileSchema(schema)(JSON.parse(text), text).map(({ message }) => message)

describe('data is checked by what was written', () => {
  const MAX = Number.MAX_SAFE_INTEGER
  it.each<[schema: Record<string, unknown>, text: string, messages: string[]]>([
    [{ uniqueItems: true }, '[12345678901234567890, 12345678901234567891]', []],
    [
      { uniqueItems: true },
      '[12345678901234567890, 1.2345678901234567890e19]',
      ['must not have an item twice'],
    ],
    [
      { uniqueItems: true },
      '[{"id":12345678901234567890},{"id":12345678901234567890}]',
      ['must not have an item twice'],
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
      ['expected 1', 'must have at least 1 of the items that are looked for'],
    ],
    [{ properties: { a: { type: 'string' } } }, '{"a":"x","b":12345678901234567890}', []],
    [{ properties: { a: { type: 'string' } } }, '{"a":1,"b":12345678901234567890}', ['expected a string']],
  ])('%j, %s', (schema, text, messages) => {
    expect(wrongIn(schema, text).join(', ')).toBe(messages.join(', '))
  })

  it('and a schema with a number that would be read as another one is refused', () => {
    const text = '{"maximum":18446744073709551615}'
    expect(() => compileSchema(JSON.parse(text), text)).toThrow(
      'schema: must not contain 18446744073709551615, which is 18446744073709552000 to most readers',
    )
  })
})
