import { describe, expect, it } from 'vitest'
import { InvalidJsonError, parseJsonText } from './json-text.ts'

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

describe('parseJsonText', () => {
  it.each([
    ['an object', '{"a":[1,"é💥"]}', { a: [1, 'é💥'] }],
    ['a bare value', ' null\r\n', null],
    ['brackets in strings', JSON.stringify('['.repeat(500)), '['.repeat(500)],
    ['brackets after an escaped quote', `"\\"${'{'.repeat(500)}"`, `"${'{'.repeat(500)}`],
    ['a string that ends in a backslash', '["\\\\",[]]', ['\\', []]],
    ['many arrays side by side', `[${Array(500).fill('[]').join()}]`, Array.from({ length: 500 }, () => [])],
  ])('reads %s', (_, text, expected) => {
    expect(parseJsonText(Buffer.from(text))).toEqual(expected)
  })

  it('reads 100 levels of nesting', () => {
    expect(() => parseJsonText(Buffer.from(nested(100)))).not.toThrow()
    expect(() => parseJsonText(Buffer.from(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`))).not.toThrow()
  })

  it.each<[string, Buffer, string]>([
    ['101 levels of nesting', Buffer.from(nested(101)), 'expected at most 100 levels of nesting'],
    ['101 levels of both kinds', Buffer.from('[{"a":'.repeat(51)), 'expected at most 100 levels of nesting'],
    ['five megabytes of brackets', Buffer.alloc(5_000_000, '['), 'expected at most 100 levels of nesting'],
    ['five megabytes of unclosed string', Buffer.alloc(5_000_000, '"\\'), 'expected JSON'],
    ['no bytes', Buffer.alloc(0), 'expected JSON'],
    ['blanks', Buffer.from('  '), 'expected JSON'],
    ['two texts', Buffer.from('{}{}'), 'expected JSON'],
    ['a comment', Buffer.from('{/**/}'), 'expected JSON'],
    ['a trailing comma', Buffer.from('[1,]'), 'expected JSON'],
    ['NaN', Buffer.from('NaN'), 'expected JSON'],
    ['single quotes', Buffer.from("'a'"), 'expected JSON'],
    ['an unescaped line break', Buffer.from('"a\nb"'), 'expected JSON'],
    ['a byte order mark', Buffer.from('\ufeff{}'), 'expected JSON'],
    ['UTF-16', Buffer.from('{}', 'utf16le'), 'expected JSON'],
    ['a lone continuation byte', Buffer.from([0x22, 0x80, 0x22]), 'expected UTF-8'],
    ['a cut sequence', Buffer.from([0x22, 0xc3, 0x22]), 'expected UTF-8'],
    ['an over-long sequence', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'expected UTF-8'],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'expected UTF-8'],
  ])('rejects %s', (_, bytes, message) => {
    expect(() => parseJsonText(bytes)).toThrow(InvalidJsonError)
    expect(() => parseJsonText(bytes)).toThrow(message)
  })
})
