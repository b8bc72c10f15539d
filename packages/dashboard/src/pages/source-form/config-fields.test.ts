import { describe, expect, it } from 'vitest'
import { type ConfigControl, configFieldsOf, configOf } from './config-fields.ts'

const fieldsOf = (properties: object, required: string[] = []) =>
  configFieldsOf({ configSchema: { type: 'object', properties, required } })

describe('a member of a config', () => {
  it.each<[name: string, schema: object, control: ConfigControl]>([
    ['a text', { type: 'string', maxLength: 64 }, { kind: 'text', type: 'text', lengthMax: 64 }],
    ['a URL', { type: 'string', format: 'uri' }, { kind: 'text', type: 'url' }],
    ['a choice', { type: 'string', enum: ['1', '2'] }, { kind: 'choice', options: ['1', '2'] }],
    [
      'an integer',
      { type: 'integer', minimum: 1, maximum: 9 },
      { kind: 'number', isInteger: true, min: 1, max: 9 },
    ],
    ['a number', { type: 'number' }, { kind: 'number', isInteger: false }],
    ['a boolean', { type: 'boolean' }, { kind: 'boolean' }],
    ['a list, as JSON', { type: 'array', items: { type: 'string' } }, { kind: 'json' }],
    ['anything else, as JSON', { anyOf: [] }, { kind: 'json' }],
  ])('is %s', (_name, schema, control) => {
    expect(fieldsOf({ member: schema })).toEqual([
      { name: 'member', title: 'member', isRequired: false, control },
    ])
  })

  it('has the title, the description and the default of its schema', () => {
    const schema = { type: 'string', title: 'Header', description: 'Of the key', default: 'X-API-Key' }
    expect(fieldsOf({ header: schema }, ['header'])).toEqual([
      {
        name: 'header',
        title: 'Header',
        description: 'Of the key',
        isRequired: true,
        fallback: 'X-API-Key',
        control: { kind: 'text', type: 'text' },
      },
    ])
  })
})

it('leaves empty fields to the defaults of the provider, and keeps what is no number for the API to refuse', () => {
  const fields = fieldsOf({
    text: { type: 'string' },
    size: { type: 'integer' },
    wrong: { type: 'integer' },
    isOn: { type: 'boolean' },
    list: { type: 'array' },
    empty: { type: 'string' },
  })
  const texts = { text: ' ', size: '5', wrong: 'five', isOn: 'true', list: '["a"]', empty: '' }
  expect(configOf(fields, texts)).toEqual({ text: ' ', size: 5, wrong: 'five', isOn: true, list: ['a'] })
})
