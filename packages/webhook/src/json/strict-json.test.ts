import { describe, expect, it } from 'vitest'
import { readJsonInSlices } from './json-reader.ts'
import { InvalidJsonError } from './json-text.ts'
import { runToEnd } from './run-to-end.ts'
import { AmbiguousJsonError, parseStrictJson } from './strict-json.ts'

const TWICE = 'duplicate name'
const DEEP = 'must not be nested deeper than 100 levels'

const nested = (levels: number, innermost = '1') =>
  `${'{"a":'.repeat(levels)}${innermost}${'}'.repeat(levels)}`

describe.each([
  ['parseStrictJson', parseStrictJson],
  ['readJsonInSlices', (bytes: Buffer) => runToEnd(readJsonInSlices(bytes, { isStrict: true }))],
] as const)('%s', (_name, read) => {
  it.each([
    ['an object', '{"a":[1,"é💥"],"b":{"a":null}}', { a: [1, 'é💥'], b: { a: null } }],
    ['a bare value', ' null\r\n', null],
    ['colons and braces in strings', '{":{":"\\":{}","a":":::"}', { ':{': '":{}', a: ':::' }],
    ['one name in two objects', '[{"a":1},{"a":{"a":2}}]', [{ a: 1 }, { a: { a: 2 } }]],
    ['names that differ only in case', '{"a":1,"A":2}', { a: 1, A: 2 }],
    ['names that look like numbers', '{"1":1,"01":2,"0":3}', { 1: 1, '01': 2, 0: 3 }],
    ['an empty name', '{"":{"":[]}}', { '': { '': [] } }],
    [
      'other names that objects have',
      '{"constructor":1,"toString":2,"length":3}',
      {
        constructor: 1,
        toString: 2,
        length: 3,
      },
    ],
    ['the reserved name as a value', '["__proto__",{"a":"__proto__"}]', ['__proto__', { a: '__proto__' }]],
  ])('reads %s', (_, text, expected) => {
    expect(read(Buffer.from(text))).toEqual(expected)
  })

  it.each([
    ['{"a":1,"a":1}', 'a', TWICE],
    ['{"a":1,"b":2,"\\u0061":3}', 'a', TWICE],
    ['{"é":1,"\\u00e9":1}', 'é', TWICE],
    ['{"":1,"":1}', '', TWICE],
    ['{"data":{"items":[{"id":1},{"id":2,"n":{},"id":3}]}}', 'data.items.1.id', TWICE],
    ['[[],[1,{"a":{},"a":[]}]]', '1.1.a', TWICE],
    ['{"a":{"b":1,"b":2},"a":3}', 'a.b', TWICE],
    ['{"a":",","a":1}', 'a', TWICE],
    ['{"a\\"b":1,"a\\"b":1}', 'a"b', TWICE],
    ['{"__proto__":1}', '__proto__', 'must not be used as a name'],
    ['{"a":[{"\\u005f_proto__":{}}]}', 'a.0.__proto__', 'must not be used as a name'],
    [nested(101), Array(100).fill('a').join('.'), DEEP],
    ['['.repeat(1_000_000), Array(100).fill('0').join('.'), DEEP],
    [`{"a":[],"b":${'['.repeat(100)}`, `b${'.0'.repeat(99)}`, DEEP],
    [`{"${'a'.repeat(1000)}":1,"${'a'.repeat(1000)}":1}`, `${'a'.repeat(512)}…`, TWICE],
  ])('rejects %.80s', (text, path, message) => {
    const parse = () => read(Buffer.from(text))
    expect(parse).toThrow(AmbiguousJsonError)
    expect(parse).toThrow(expect.objectContaining({ issue: { path, message } }))
  })

  it('reads 100 levels of nesting', () => {
    expect(read(Buffer.from(nested(100)))).toEqual(JSON.parse(nested(100)))
  })

  it.each<[string, string | Buffer]>([
    ['no bytes', ''],
    ['two texts', '{}{}'],
    ['a trailing comma', '[1,]'],
    ['a byte order mark', '\ufeff{}'],
    ['more colons than names', '{"a"::1}'],
    ['an unclosed string', '{"a":"\\'],
    ['invalid UTF-8', Buffer.from([0x22, 0x80, 0x22])],
    ['an invalid name before too many levels', `{"a\n":${'['.repeat(200)}`],
  ])('rejects %s as invalid', (_, text) => {
    expect(() => read(Buffer.from(text))).toThrow(InvalidJsonError)
  })
})
