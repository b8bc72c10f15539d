import { describe, expect, it } from 'vitest'
import { below, pick, seededRandom } from '../testing/seeded-random.ts'
import { DuplicateMemberError, topLevelMembers } from './json-members.ts'
import { InvalidJsonError, parseJsonText } from './json-text.ts'

const texts = (json: string) => {
  const bytes = Buffer.from(json)
  return topLevelMembers(bytes).map(({ key, start, end }) => [key, bytes.toString('utf8', start, end)])
}

describe('topLevelMembers', () => {
  it.each([
    ['{}', []],
    [' \t\r\n{ \n } ', []],
    ['{"a":1}', [['a', '1']]],
    [
      '{ "a" : 1 , "b" : true , "c":null}',
      [
        ['a', '1'],
        ['b', 'true'],
        ['c', 'null'],
      ],
    ],
    ['{"n":12345678901234567890}', [['n', '12345678901234567890']]],
    ['{"n":-1.50E+3\n}', [['n', '-1.50E+3']]],
    ['{"s":"}\\",{\\\\"}', [['s', '"}\\",{\\\\"']]],
    ['{"o": {"a":["}",{"b":"]"}]} }', [['o', '{"a":["}",{"b":"]"}]}']]],
    [
      '{"d\\u0061ta":1,"":2}',
      [
        ['data', '1'],
        ['', '2'],
      ],
    ],
    ['{"é💥":"💥"}', [['é💥', '"💥"']]],
    [
      '{"__proto__":{"a":1},"constructor":2}',
      [
        ['__proto__', '{"a":1}'],
        ['constructor', '2'],
      ],
    ],
    ['{"a":{"x":1,"x":2}}', [['a', '{"x":1,"x":2}']]],
  ])('finds the values of %j', (json, expected) => {
    expect(texts(json)).toEqual(expected)
  })

  it.each([
    ['{"data":1,"data":1}', 'data'],
    ['{"data":1,"d\\u0061ta":2}', 'data'],
    ['{"\\/":1,"/":2}', '/'],
    ['{"a":1,"é":{},"\\u00E9":[]}', 'é'],
    ['{"":1, "" :2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('rejects the duplicate in %j', (json, key) => {
    expect(() => texts(json)).toThrow(DuplicateMemberError)
    expect(() => texts(json)).toThrow(expect.objectContaining({ key }))
  })

  it.each([
    '',
    ' ',
    '[]',
    '1',
    '"{}"',
    'null',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":[',
    '{"a":1,',
    '{"a" 1}',
    '{a:1}',
  ])('rejects %j, which is not an object', (json) => {
    expect(() => texts(json)).toThrow(InvalidJsonError)
  })

  it('returns the bytes of random values', () => {
    const random = seededRandom(20_260_101)
    for (let round = 0; round < 500; round++) {
      const values = Array.from({ length: below(random, 6) }, () => randomJson(random, 3))
      const keys = values.map((_, index) => JSON.stringify(`${index}${randomText(random)}`))
      const blank = () => randomBlank(random)
      const members = values.map(
        (value, index) => `${blank()}${keys[index]}${blank()}:${blank()}${value}${blank()}`,
      )
      const json = `${blank()}{${members.join(',') || blank()}}${blank()}`

      const parsed = parseJsonText(Buffer.from(json))
      const spans = texts(json)
      expect(spans).toEqual(values.map((value, index) => [JSON.parse(keys[index] ?? ''), value]))
      expect(Object.fromEntries(spans.map(([key, text]) => [key, JSON.parse(text ?? '')]))).toEqual(parsed)
    }
  })
})

function randomBlank(random: () => number): string {
  return Array.from({ length: below(random, 4) }, () => pick(random, [' ', '\t', '\n', '\r'])).join('')
}

function randomText(random: () => number): string {
  const pieces = ['"', '\\', '{', '}', '[', ']', ',', ':', ' ', 'a', 'é', '💥', '\u0000', '\n', '\ud800', '/']
  return Array.from({ length: below(random, 8) }, () => pick(random, pieces)).join('')
}

/** A JSON text with unusual white space; inner objects may have duplicate keys. */
function randomJson(random: () => number, depth: number): string {
  const blank = () => randomBlank(random)
  const inner = () => `${blank()}${randomJson(random, depth - 1)}${blank()}`
  const items = (item: () => string) => Array.from({ length: below(random, 4) }, item).join(',')
  const kind = below(random, depth > 0 ? 5 : 3)
  if (kind === 0) return pick(random, ['true', 'false', 'null'])
  if (kind === 1) return pick(random, ['0', '-0', '12345678901234567890', '1.10', '-2.5e-7', '1E400'])
  if (kind === 2) return pick(random, [JSON.stringify(randomText(random)), '"\\u0022\\/"', '"\\\\"'])
  if (kind === 3) return `[${items(inner) || blank()}]`
  return `{${items(() => `${blank()}${JSON.stringify(randomText(random))}${blank()}:${inner()}`) || blank()}}`
}
