import { describe, expect, it } from 'vitest'
import { below, seededRandom } from '../testing/seeded-random.ts'
import { readJsonInSlices, TooManyValuesError } from './json-reader.ts'
import { InvalidJsonError, parseJsonText } from './json-text.ts'
import { runToEnd } from './run-to-end.ts'

const MIB = 1024 * 1024
/** Maximum time between two pauses: several times what a slow machine needs. */
const SLICE_MS_MAX = 20

/** A slow slice is slow in each of this many runs. */
const READINGS = 4
const TEST_MS = 60_000

/** Reads a text. Returns the CPU time of each slice in milliseconds. */
function readingMs(text: string): { value: unknown; slices: number[] } {
  const reading = readJsonInSlices(Buffer.from(text), { isStrict: true })
  const slices: number[] = []
  for (;;) {
    // CPU time, because other processes may use the processor in the meantime.
    const before = process.cpuUsage()
    const step = reading.next()
    slices.push(process.cpuUsage(before).user / 1000)
    if (step.done === true) return { value: step.value, slices }
  }
}

const read = (text: string | Buffer) => runToEnd(readJsonInSlices(Buffer.from(text), { isStrict: false }))

/** Long texts of every kind, and texts that are slow to read. */
const LONG: Record<string, string> = {
  'a string': JSON.stringify('x'.repeat(MIB)),
  'a string of characters outside of ASCII': JSON.stringify('é💥'.repeat(MIB / 8)),
  'a string of escapes': `"${'\\u0041\\n\\ud83d\\ude00'.repeat(MIB / 32)}"`,
  'a long name': JSON.stringify({ ['n'.repeat(MIB)]: 1 }),
  'many names': JSON.stringify(
    Object.fromEntries(Array.from({ length: 80_000 }, (_, n) => [`name-${n}`, n])),
  ),
  'many empty lists': `[${'[],'.repeat(MIB / 3)}[]]`,
  'many nested lists': `[${`${'['.repeat(90)}${']'.repeat(90)},`.repeat(5000)}1]`,
  'many numbers': `[${'-1.5e3,'.repeat(MIB / 7)}0]`,
  'much white space': `${' '.repeat(MIB)}{${'\n'.repeat(MIB)}"a"${'\t'.repeat(MIB)}:${' '.repeat(MIB)}1 }`,
}

describe('readJsonInSlices', () => {
  it.each(Object.entries(LONG))(
    'reads %s as JSON.parse does, a slice at a time',
    (_name, text) => {
      const readings = Array.from({ length: READINGS }, () => readingMs(text))
      const slices = readings[0]?.slices ?? []
      // As text: vitest would take seconds to compare so many values.
      expect(JSON.stringify(readings[0]?.value) === JSON.stringify(JSON.parse(text))).toBe(true)
      expect(slices.length).toBeGreaterThan(10)
      // The slices are the same in each reading. What comes from elsewhere (a collection of garbage) falls into others each time.
      const least = slices.map((_ms, index) =>
        Math.min(...readings.map(({ slices: ms }) => ms[index] ?? Number.POSITIVE_INFINITY)),
      )
      expect(Math.max(...least)).toBeLessThanOrEqual(SLICE_MS_MAX)
    },
    TEST_MS,
  )

  it('accepts and rejects the same texts as parseJsonText, with any change of a text', () => {
    const random = seededRandom(20_261_127)
    const text = '{"a":[1,-0.5e+3,true,false,null,"\\u00e9\\n"],"b":{"":{},"é":[[]]},"a":"x"}'
    const characters = ' \t\n{}[]:,"\\\\0123456789.eE+-tfnul\u0000\u001fé/'
    for (let round = 0; round < 3000; round++) {
      const chars = text.split('')
      for (let change = 0; change <= below(random, 3); change++) {
        const character = characters[below(random, characters.length)] ?? ''
        chars.splice(below(random, chars.length), below(random, 2), character)
      }
      const changed = chars.join('')

      expect({ changed, is: outcome(() => read(changed)) }).toEqual({
        changed,
        is: outcome(() => parseJsonText(Buffer.from(changed))),
      })
    }
  })

  it('without isStrict keeps a member named __proto__ and does not change the prototype', () => {
    const value = read('{"__proto__":{"a":1}}') as object
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value)).toEqual(['__proto__'])
  })

  it('stops at the first value beyond the limit', () => {
    const limited = (text: string) =>
      runToEnd(readJsonInSlices(Buffer.from(text), { isStrict: true, valuesMax: 3, unkept: 'data' }))

    expect(limited('{"a":[1]}')).toEqual({ a: [1] })
    expect(() => limited('{"a":[1,2')).toThrow(TooManyValuesError)
    expect(limited('{"data":[1,[2],3],"b":1}')).toEqual({ data: [], b: 1 })
  })

  it.each([
    ['{"data":{"a":{"b":[1]}},"c":{"d":[2]}}', { data: {}, c: { d: [2] } }],
    ['{"data":[[0]]}', { data: [] }],
    ['{"data":"text"}', { data: 'text' }],
    ['[{"data":[1]}]', [{ data: [1] }]],
  ])('replaces a discarded member by an empty value: %s', (text, value) => {
    expect(runToEnd(readJsonInSlices(Buffer.from(text), { isStrict: true, unkept: 'data' }))).toEqual(value)
  })

  it.each([
    ['{"data":{"a":{"b":1,"b":2}}}', 'data.a.b: duplicate name'],
    ['{"data":[0,{"__proto__":1}]}', 'data.1.__proto__: must not be used as a name'],
    ['{"data":[1,}', 'expected JSON'],
  ])('validates a discarded member: %s', (text, message) => {
    const reading = () => runToEnd(readJsonInSlices(Buffer.from(text), { isStrict: true, unkept: 'data' }))
    expect(reading).toThrow(message)
    expect(() => runToEnd(readJsonInSlices(Buffer.from(text), { isStrict: true }))).toThrow(message)
  })

  it('rejects over-long numbers', () => {
    expect(() => read('1'.repeat(70_000))).toThrow(InvalidJsonError)
  })
})

function outcome(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (error instanceof InvalidJsonError) return 'invalid'
    throw error
  }
}
