import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { JsonSchemas } from './json-schemas.ts'

describe('JSON schemas', () => {
  it('refer to what has a name, and keep it once', () => {
    const Thing = z.strictObject({ at: z.iso.datetime(), size: z.int() }).meta({ id: 'TestThing' })
    const schemas = new JsonSchemas()

    expect(schemas.of(z.array(Thing), 'reply')).toEqual({
      type: 'array',
      items: { $ref: '#/components/schemas/TestThing' },
    })
    expect(schemas.of(Thing.nullable(), 'reply')).toEqual({
      anyOf: [{ $ref: '#/components/schemas/TestThing' }, { type: 'null' }],
    })
    expect(schemas.components).toEqual({
      TestThing: {
        type: 'object',
        properties: { at: { type: 'string', format: 'date-time' }, size: { type: 'integer' } },
        required: ['at', 'size'],
        additionalProperties: false,
      },
    })
  })

  it('want a field with a default from no request, and promise it in every reply', () => {
    const Page = z.strictObject({ limit: z.int().default(50) })
    const schemas = new JsonSchemas()
    expect(schemas.of(Page, 'request')).not.toHaveProperty('required')
    expect(schemas.of(Page, 'reply')).toMatchObject({ required: ['limit'] })
  })

  it('take any JSON where any is meant', () => {
    expect(new JsonSchemas().of(z.record(z.string(), z.json()), 'request')).toEqual({
      type: 'object',
      additionalProperties: {},
    })
  })

  it('have no two meanings under one name', () => {
    const Thing = z.strictObject({ limit: z.int().default(50) }).meta({ id: 'TestTwice' })
    const schemas = new JsonSchemas()
    schemas.of(Thing, 'request')
    expect(() => schemas.of(Thing, 'reply')).toThrow('two schemas have the id "TestTwice"')
  })
})
