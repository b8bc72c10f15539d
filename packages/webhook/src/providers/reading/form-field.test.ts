import { describe, expect, it } from 'vitest'
import { formFieldValues } from './form-field.ts'

const valuesOf = (text: string) => formFieldValues(Buffer.from(text), 'payload').map(String)

describe('formFieldValues', () => {
  it.each<[string, string, string[]]>([
    ['the value', 'payload=1', ['1']],
    ['a value with escapes in both cases', 'payload=%7b%22a%22%3A1%7D', ['{"a":1}']],
    ['a plus as a space, an escaped one as a plus', 'payload=a+b%2Bc', ['a b+c']],
    ['UTF-8', 'payload=Gr%C3%B6%C3%9Fe', ['Größe']],
    ['unescaped characters', 'payload=Größe', ['Größe']],
    ['equals signs in the value', 'payload=a=b==', ['a=b==']],
    ['a field among others', 'a=1&payload=2&b=3', ['2']],
    ['a field whose name is escaped', 'p%61yload=1', ['1']],
    ['every value of a repeated field', 'payload=1&payload=2&payload', ['1', '2', '']],
    ['an empty value', 'payload=', ['']],
    ['a percent sign that escapes nothing', 'payload=100%&payload=%zz%4', ['100%', '%zz%4']],
    ['nothing of other fields', 'payloads=1&xpayload=2&Payload=3&=payload', []],
    ['nothing of an empty body', '', []],
  ])('returns %s', (_name, body, values) => {
    expect(valuesOf(body)).toEqual(values)
  })

  it('returns bytes that are not UTF-8 unchanged', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const escaped = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
    expect(formFieldValues(Buffer.from(`payload=${escaped}`), 'payload')).toEqual([bytes])
  })

  it('reads a view of a larger buffer', () => {
    const larger = Buffer.from('payload=0&payload=1&payload=2')
    expect(formFieldValues(larger.subarray(10, 19), 'payload').map(String)).toEqual(['1'])
  })
})
