import { describe, expect, it } from 'vitest'
import { compileSchema } from './compile-schema.ts'

const LIBRARY =
  /must (?:NOT|match|be (?:object|array|string|integer|number|boolean|null|equal|>|<))|propert|schema/

describe('the message for data that does not match', () => {
  it.each<[message: string, schema: Record<string, unknown>, data: unknown]>([
    ['expected a string', { type: 'string' }, 1],
    ['expected a whole number or null', { type: ['integer', 'null'] }, 'x'],
    ['expected one of "a", 1', { enum: ['a', 1] }, 'b'],
    ['expected {"a":1}', { const: { a: 1 } }, {}],
    ['expected text that matches the pattern "^a$"', { pattern: '^a$' }, 'b'],
    ['expected a date, like 2026-11-21', { format: 'date' }, 'x'],
    ['must be at least 1', { minimum: 1 }, 0],
    ['must be at most 1', { maximum: 1 }, 2],
    ['must be more than 1', { exclusiveMinimum: 1 }, 1],
    ['must be less than 1', { exclusiveMaximum: 1 }, 1],
    ['must be a multiple of 2', { multipleOf: 2 }, 1],
    ['must have at least 1 character', { minLength: 1 }, ''],
    ['must have at most 2 characters', { maxLength: 2 }, 'abc'],
    ['must have at least 1 item', { minItems: 1 }, []],
    ['must have at most 0 items', { maxItems: 0 }, [1]],
    ['must have at most 1 item', { prefixItems: [{}], items: false }, [1, 2]],
    ['must have at most 1 item', { prefixItems: [{}], unevaluatedItems: false }, [1, 2]],
    ['must not have duplicate items', { uniqueItems: true }, [1, 1]],
    ['must have at least 1 field', { minProperties: 1 }, {}],
    ['must have at most 0 fields', { maxProperties: 0 }, { a: 1 }],
    ['is required', { required: ['a'] }, {}],
    ['is required with "a"', { dependentRequired: { a: ['b'] } }, { a: 1 }],
    ['unknown field', { additionalProperties: false }, { a: 1 }],
    ['unknown field', { unevaluatedProperties: false }, { a: 1 }],
    ['has a form that is not allowed', { not: {} }, 1],
    ['has more than one of the allowed forms, expected exactly one', { oneOf: [{}, {}] }, 1],
    ['is not allowed', { properties: { a: false } }, { a: 1 }],
  ])('%s', (message, schema, data) => {
    const [issue] = compileSchema(schema)(data)
    expect(issue?.message).toBe(message)
    expect(message).not.toMatch(LIBRARY)
  })

  it.each<[message: string, schema: Record<string, unknown>, data: unknown]>([
    ['must have at least 1 matching item', { contains: { const: 1 } }, [2]],
    ['must have at least 1 and at most 1 matching items', { contains: { const: 1 }, maxContains: 1 }, [1, 1]],
    ['must not have a field named "ab"', { propertyNames: { maxLength: 1 } }, { ab: 1 }],
    ['has none of the allowed forms', { anyOf: [{ const: 1 }, { const: 2 }] }, 3],
    ['has none of the allowed forms', { oneOf: [{ const: 1 }, { const: 2 }] }, 3],
    ['must have the form of "then"', JSON.parse('{"if":{},"then":{"const":1}}'), 2],
    ['must have the form of "else"', { if: false, else: { const: 1 } }, 2],
  ])('%s, in addition to the messages of its parts', (message, schema, data) => {
    const messages = compileSchema(schema)(data).map((issue) => issue.message)
    expect(messages.join()).toContain(message)
    expect(messages.join()).not.toMatch(LIBRARY)
  })
})
