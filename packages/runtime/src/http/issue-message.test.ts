import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { check } from './validate.ts'

const LIBRARY = /Invalid |Too (?:small|big)|Unrecognized|received|expected (?:string|number|int|object)\b/

function messageOf(schema: z.ZodType, input: unknown): string | undefined {
  return check(schema, input).error?.issues[0]?.message
}

describe('the message about a field', () => {
  it.each<[message: string, schema: z.ZodType, input: unknown]>([
    ['is required: expected a string', z.string(), undefined],
    ['is required: expected an object', z.strictObject({}), undefined],
    ['expected a string, got null', z.string(), null],
    ['expected a string, got a number', z.string(), 1],
    ['expected a string, got an array', z.string(), []],
    ['expected a string, got an object', z.string(), {}],
    ['expected a string, got true', z.string(), true],
    ['expected an object, got an array', z.strictObject({}), []],
    ['expected an object, got a string', z.record(z.string(), z.unknown()), 'x'],
    ['expected an array, got an object', z.array(z.string()), {}],
    ['expected true or false, got a string', z.boolean(), 'true'],
    ['expected a number, got a string', z.int(), '1'],
    ['expected a number', z.coerce.number(), 'x'],
    ['expected a number, got one that is too large', z.int(), Number.POSITIVE_INFINITY],
    ['expected a whole number', z.int(), 1.5],
    ['expected null, got a string', z.null(), 'x'],
    ['must be at least 1', z.int().min(1), 0],
    ['must be at most 30', z.int().max(30), 31],
    ['must be more than 1', z.number().gt(1), 1],
    ['must be less than 1', z.number().lt(1), 1],
    ['must be at most 9007199254740991', z.int(), 2 ** 60],
    ['must be a multiple of 5', z.number().multipleOf(5), 3],
    ['must have at least 1 character', z.string().min(1), ''],
    ['must have at most 2 characters', z.string().max(2), 'abc'],
    ['must have exactly 2 characters', z.string().length(2), 'abc'],
    ['must have at least 1 item', z.array(z.string()).min(1), []],
    ['must have at most 1 item', z.array(z.string()).max(1), ['a', 'b']],
    ['expected a time with an offset, like 2026-11-21T20:24:50Z', z.iso.datetime(), 'soon'],
    ['expected a URL, like https://example.com/', z.url(), 'x'],
    ['expected text of the format "uuid"', z.uuid(), 'x'],
    ['expected one of "a", "b"', z.enum(['a', 'b']), 'c'],
    ['expected "a"', z.literal('a'), 'b'],
    ['matches none of the allowed forms', z.union([z.string(), z.number()]), null],
    ['has a name that is not allowed', z.record(z.string().max(1), z.string()), { ab: 'x' }],
    ['unknown field', z.strictObject({}), { a: 1 }],
    ['is invalid', z.string().refine(() => false), 'x'],
  ])('%s', (message, schema, input) => {
    expect(messageOf(schema, input)).toBe(message)
    expect(message).not.toMatch(LIBRARY)
  })

  it("is the schema's own sentence where it has one", () => {
    expect(messageOf(z.string().regex(/^a$/, 'expected an a'), 'b')).toBe('expected an a')
    expect(
      messageOf(
        z.string().refine(() => false, 'must be otherwise'),
        'b',
      ),
    ).toBe('must be otherwise')
    expect(messageOf(z.int({ error: 'expected digits' }), 'b')).toBe('expected digits')
  })
})
