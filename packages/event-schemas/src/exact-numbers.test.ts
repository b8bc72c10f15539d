import { describe, expect, it } from 'vitest'
import { compileSchema } from './compile-schema.ts'
import { compareDecimals, isInteger, isMultipleOf, parseDecimal } from './decimal.ts'
import { isInexact } from './exact-numbers.ts'

/** What a schema says of data that is read as it is written. */
const wrongIn = (schema: Record<string, unknown>, text: string) =>
  compileSchema(schema)(JSON.parse(text), text).map(({ message }) => message)

describe('a number', () => {
  it.each([
    ['0.1', false],
    ['9007199254740993', true],
    ['9007199254740992', false],
    ['10000000000000000000000', false],
    ['12345678901234567890', true],
    ['1.0000000000000000', false],
    ['1.00000000000000000001', true],
    ['1e400', true],
    ['1E2', false],
    ['-0', false],
    ['1e-400', true],
    ['0.30000000000000004', false],
    ['18446744073709551615', true],
  ])('%s is one that a double cannot hold as written: %j', (text, expected) => {
    expect(isInexact(text)).toBe(expected)
  })

  it.each([
    ['1', '2', -1],
    ['-1', '-2', 1],
    ['12345678901234567890', '12345678901234567891', -1],
    ['1e3', '1000', 0],
    ['0.10', '1e-1', 0],
    ['-0', '0', 0],
    ['9', '10', -1],
    ['-1e400', '1e-400', -1],
  ])('%s compares with %s as it is written', (one, other, expected) => {
    expect(Math.sign(compareDecimals(parseDecimal(one), parseDecimal(other)))).toBe(expected)
  })

  it.each([
    ['12345678901234567890', '10', true],
    ['12345678901234567891', '10', false],
    ['19.99', '0.01', true],
    ['0.001', '0.01', false],
    ['1e400', '3', false],
    ['3e400', '3', true],
    ['0', '7', true],
    ['4.5', '1.5', true],
  ])('%s is a multiple of %s: %j', (number, unit, expected) => {
    expect(isMultipleOf(parseDecimal(number), parseDecimal(unit))).toBe(expected)
  })

  it.each([
    ['12345678901234567890', true],
    ['12345678901234567890.5', false],
    ['1.0', true],
    ['1e400', true],
    ['1e-400', false],
    ['0', true],
  ])('%s is an integer: %j', (text, expected) => {
    expect(isInteger(parseDecimal(text))).toBe(expected)
  })
})

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
