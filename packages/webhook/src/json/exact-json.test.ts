import { describe, expect, it } from 'vitest'
import { readExactJsonInSlices } from './exact-json.ts'
import { InexactNumber } from './inexact-number.ts'
import { InvalidJsonError, JSON_DEPTH_MAX } from './json-text.ts'
import { runToEnd } from './run-to-end.ts'

const read = (text: string) => runToEnd(readExactJsonInSlices(Buffer.from(text)))

/** Makes a text too large to be parsed at once. */
const PADDING = ' '.repeat(20_000)

describe.each([
  ['small', ''],
  ['large', PADDING],
])('of a %s text', (_size, padding) => {
  it('a number keeps all its digits', () => {
    const text = '{"ids":[12345678901234567890,12345678901234567891],"n":1.5,"huge":1e400}'
    expect(JSON.stringify(read(padding + text))).toBe(text)
  })

  it('a number that a double represents is a double, and other values are as usual', () => {
    const text = '{"a":[1,-0.5,1e2],"b":"12345678901234567890","c":{"d":null,"__proto__":true}}'
    expect(read(padding + text)).toEqual(JSON.parse(text))
  })

  it.each([
    ['an unfinished text', '{"a":12345678901234567890'],
    ['a number with a leading zero', '[012345678901234567890]'],
    ['too many levels', `${'['.repeat(JSON_DEPTH_MAX + 1)}${']'.repeat(JSON_DEPTH_MAX + 1)}`],
  ])('%s is rejected', (_name, text) => {
    expect(() => read(padding + text)).toThrow(InvalidJsonError)
  })
})

it('a list of ids as large as an event is read in slices', () => {
  const ids = Array.from({ length: 40_000 }, (_, n) => `${12_345_678_901_234_000_000n + BigInt(n)}`)
  const reading = readExactJsonInSlices(Buffer.from(`[${ids.join()}]`))
  let slices = 1
  let step = reading.next()
  for (; step.done !== true; step = reading.next()) slices += 1
  expect(JSON.stringify(step.value)).toBe(`[${ids.join()}]`)
  expect(slices).toBeGreaterThan(100)
})

it('a number has no members for a path', () => {
  const [number] = read('[12345678901234567891]') as unknown[]
  expect(number).toBeInstanceOf(InexactNumber)
  expect(Object.getOwnPropertyNames(number)).toEqual([])
})
