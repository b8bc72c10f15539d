import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { JsonSchemas } from './json-schemas.ts'

describe('JSON schemas', () => {
  it('refer to a named schema, and contain it once', () => {
    const Thing = z.strictObject({ at: z.iso.datetime(), size: z.int() }).meta({ id: 'TestThing' })
    const schemas = new JsonSchemas()

    expect(schemas.of(z.array(Thing), 'request')).toEqual({
      type: 'array',
      items: { $ref: '#/components/schemas/TestThing' },
    })
    expect(schemas.of(Thing.nullable(), 'request')).toEqual({
      anyOf: [{ $ref: '#/components/schemas/TestThing' }, { type: 'null' }],
    })
    expect(schemas.components()).toEqual({
      TestThing: {
        type: 'object',
        properties: { at: { type: 'string', format: 'date-time' }, size: { type: 'integer' } },
        required: ['at', 'size'],
        additionalProperties: false,
      },
    })
  })

  it('refuse unknown fields in a request and allow more of them in a reply', () => {
    const Thing = z.strictObject({ size: z.int() })
    const schemas = new JsonSchemas()
    expect(schemas.of(Thing, 'request')).toMatchObject({ additionalProperties: false })
    expect(schemas.of(Thing, 'reply')).not.toHaveProperty('additionalProperties')
  })

  it('make a field with a default optional in requests and required in replies', () => {
    const Page = z.strictObject({ limit: z.int().default(50) })
    const schemas = new JsonSchemas()
    expect(schemas.of(Page, 'request')).not.toHaveProperty('required')
    expect(schemas.of(Page, 'reply')).toMatchObject({ required: ['limit'] })
  })

  it('state the default of a field in its description: generators make a field with `default` required', () => {
    const Thing = z.strictObject({
      size: z.int().default(50),
      sizes: z.array(z.int()).describe('In bytes').default([1, 2]),
      other: z.string().describe('Default: the name').default('x'),
    })
    expect(new JsonSchemas().of(Thing, 'request')).toMatchObject({
      properties: {
        size: { type: 'integer', description: 'Default: `50`' },
        sizes: { description: 'In bytes. Default: `[1,2]`' },
        other: { type: 'string', description: 'Default: the name' },
      },
    })
  })

  it('accept any JSON for z.json()', () => {
    expect(new JsonSchemas().of(z.record(z.string(), z.json()), 'request')).toEqual({
      type: 'object',
      additionalProperties: true,
    })
  })

  it('refuse two schemas with one id', () => {
    const Thing = z.strictObject({ limit: z.int().default(50) }).meta({ id: 'TestTwice' })
    const schemas = new JsonSchemas()
    schemas.of(Thing, 'request')
    expect(() => schemas.of(Thing, 'reply')).toThrow('two schemas have the id "TestTwice"')
  })

  describe('of a schema that extends another', () => {
    const Base = z.strictObject({ id: z.string(), gone: z.string().nullable() }).meta({ id: 'TestBase' })

    it('refer to the other and add their own fields', () => {
      const More = Base.extend({ secret: z.string() }).meta({ id: 'TestMore', extends: 'TestBase' })
      const schemas = new JsonSchemas()
      schemas.of(Base, 'reply')
      schemas.of(More, 'reply')
      expect(schemas.components()['TestMore']).toEqual({
        allOf: [
          { $ref: '#/components/schemas/TestBase' },
          { type: 'object', properties: { secret: { type: 'string' } }, required: ['secret'] },
        ],
      })
    })

    it('require no field of the other that may be null', () => {
      const More = Base.extend({ secret: z.string() }).meta({ id: 'TestMore2', extends: 'TestBase' })
      const schemas = new JsonSchemas()
      schemas.of(Base, 'reply')
      expect(schemas.components()['TestBase']).toMatchObject({ required: ['id', 'gone'] })
      schemas.of(More, 'reply')
      expect(schemas.components()['TestBase']).toMatchObject({ required: ['id'] })
    })

    it.each([
      ['changes a field of it', { id: z.int() }, 'TestBase', 'changes id'],
      ['names one that no route refers to', { secret: z.string() }, 'TestNone', 'which no route refers to'],
    ])('cannot be made when it %s', (name, fields, base, message) => {
      const schemas = new JsonSchemas()
      schemas.of(Base, 'reply')
      schemas.of(z.array(Base.extend(fields).meta({ id: `Test ${name}`, extends: base })), 'reply')
      expect(() => schemas.components()).toThrow(message)
    })
  })
})
