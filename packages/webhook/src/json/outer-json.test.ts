import { describe, expect, it } from 'vitest'
import { InvalidJsonError } from './json-text.ts'
import { readOuterJsonInSlices } from './outer-json.ts'
import { runToEnd } from './run-to-end.ts'
import { AmbiguousJsonError } from './strict-json.ts'

const ITEMS_MAX = 3
const parseBytes = (bytes: Buffer) =>
  runToEnd(readOuterJsonInSlices(bytes, { name: 'events', itemsMax: ITEMS_MAX }))
const parse = (text: string) => parseBytes(Buffer.from(text))
const itemsIn = (text: string) => {
  const { events } = parse(text) as { events: Uint8Array[] }
  return events.map((item) => Buffer.from(item).toString())
}

describe('the outer object', () => {
  it.each([
    ['{"events":[]}', []],
    [' { "events" : [ {"a":1} , 2 ] } ', ['{"a":1}', '2']],
    ['{"events":["],",{"}":"\\"]"}]}', ['"],"', '{"}":"\\"]"}']],
    [`{"events":[${'['.repeat(5000)}${']'.repeat(5000)}]}`, ['['.repeat(5000) + ']'.repeat(5000)]],
    ['{"events":[{"a":1,"a":2},nonsense]}', ['{"a":1,"a":2}', 'nonsense']],
  ])('%#: leaves its items as bytes', (text, items) => {
    expect(itemsIn(text)).toEqual(items)
  })

  it('has its other members parsed, also a member that should be an array', () => {
    expect(parse('{"events":{"a":1},"more":[1]}')).toEqual({ events: { a: 1 }, more: [1] })
  })

  it.each([
    ['[{"events":[]}]', [{ events: [] }]],
    [' 1', 1],
  ])('%s is not an object and is parsed as a whole', (text, value) => {
    expect(parse(text)).toEqual(value)
  })

  it.each([
    ['{"events":[],"events":[]}', 'events', 'duplicate name'],
    ['{"events":[],"\\u0065vents":[]}', 'events', 'duplicate name'],
    ['{"__proto__":{},"events":[]}', '__proto__', 'must not be used as a name'],
    ['{"events":[],"more":{"a":1,"a":2}}', 'a', 'duplicate name'],
  ])('%s is rejected at %s', (text, path, message) => {
    expect(() => parse(text)).toThrow(AmbiguousJsonError)
    expect(() => parse(text)).toThrow(`${path}: ${message}`)
  })

  it.each([
    '',
    '[',
    '{',
    '{"events":[',
    '{"events":[1',
    '{"events":[1 2]}',
    '{"events":[1,]}',
    '{"events":[]',
    '{"events":[]} {}',
    '{"events":[]},',
    '{"a":nonsense,"events":[]}',
    '{"\\x":1,"events":[]}',
    '{events:[]}',
    '{"events":["}',
  ])('%s is not JSON', (text) => {
    expect(() => parse(text)).toThrow(InvalidJsonError)
  })

  it('is rejected with a name that is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"'), Buffer.from([0xff]), Buffer.from('":1,"events":[]}')])
    expect(() => parseBytes(bytes)).toThrow(InvalidJsonError)
  })

  it('is read up to one item more than the limit', () => {
    expect(itemsIn('{"events":[1,2,3,4,nonsense')).toEqual(['1', '2', '3', '4'])
  })

  it('has at most a thousand other members', () => {
    const many = Array.from({ length: 1001 }, (_, n) => `"m${n}":0`)
    expect(() => parse(`{${many.join()}}`)).toThrow(InvalidJsonError)
  })
})
