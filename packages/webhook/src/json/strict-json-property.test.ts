import { expect, it } from 'vitest'
import { below, pick, seededRandom } from '../testing/seeded-random.ts'
import { InvalidJsonError, parseJsonText } from './json-text.ts'
import { AmbiguousJsonError, parseStrictJson } from './strict-json.ts'

const ROUNDS = 5000

type Outcome = { kind: 'read'; value: unknown } | { kind: 'ambiguous' } | { kind: 'invalid' }

function outcomeOf(parse: (bytes: Uint8Array) => unknown, text: string): Outcome {
  try {
    return { kind: 'read', value: parse(Buffer.from(text)) }
  } catch (error) {
    if (error instanceof AmbiguousJsonError) return { kind: 'ambiguous' }
    if (error instanceof InvalidJsonError) return { kind: 'invalid' }
    throw error
  }
}

it('rejects exactly the texts with a duplicate or reserved name, and reads all others like JSON.parse', () => {
  const random = seededRandom(20_261_121)
  const kinds: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { text, isAmbiguous } = randomJson(random, 4)
    const expected = isAmbiguous ? { kind: 'ambiguous' } : outcomeOf(parseJsonText, text)
    expect({ text, ...outcomeOf(parseStrictJson, text) }).toEqual({ text, ...expected })
    kinds.push(expected.kind)
  }
  expect(new Set(kinds)).toEqual(new Set(['ambiguous', 'read']))
})

it('rejects every text that is not JSON', () => {
  const random = seededRandom(4)
  let broken = 0
  for (let round = 0; round < ROUNDS; round++) {
    const { text: whole } = randomJson(random, 3)
    const at = below(random, whole.length)
    const text = whole.slice(0, at) + pick(random, ['', '"', ':', ',', '{', ']', '\\']) + whole.slice(at + 1)
    if (outcomeOf(parseJsonText, text).kind === 'read') continue
    broken++
    expect({ text, ...outcomeOf(parseStrictJson, text) }).toEqual({ text, kind: 'invalid' })
  }
  expect(broken).toBeGreaterThan(ROUNDS / 2)
})

/** Each name with different escapes. */
const NAMES: readonly (readonly [name: string, spellings: readonly string[]])[] = [
  ['a', ['"a"', '"\\u0061"']],
  ['é', ['"é"', '"\\u00e9"', '"\\u00E9"']],
  ['/', ['"/"', '"\\/"']],
  ['\\"', ['"\\\\\\""']],
  ['1', ['"1"']],
  ['', ['""']],
  ['💥', ['"💥"', '"\\ud83d\\udca5"']],
  ['\0', ['"\\u0000"']],
  ['__proto__', ['"__proto__"', '"__pr\\u006fto__"']],
  ['{:', ['"{:"']],
]

/** A JSON text with unusual white space, and whether it has a duplicate or reserved name. */
function randomJson(random: () => number, depth: number): { text: string; isAmbiguous: boolean } {
  const blank = () => pick(random, ['', '', '', ' ', '\n\t'])
  const kind = below(random, depth > 0 ? 6 : 2)
  if (kind < 2) {
    const text = pick(random, ['true', 'null', '-0', '1E400', '12345678901234567890', '":"', '"\\"}"', '"é"'])
    return { text: `${blank()}${text}${blank()}`, isAmbiguous: false }
  }
  const inner = Array.from({ length: below(random, 4) }, () => randomJson(random, depth - 1))
  const isInnerAmbiguous = inner.some(({ isAmbiguous }) => isAmbiguous)
  if (kind < 4) {
    const items = inner.map(({ text }) => text).join(',')
    return { text: `${blank()}[${items || blank()}]${blank()}`, isAmbiguous: isInnerAmbiguous }
  }
  const names = inner.map(() => pick(random, NAMES))
  const members = inner.map(
    ({ text }, at) => `${blank()}${pick(random, names[at]?.[1] ?? [])}${blank()}:${text}`,
  )
  const distinct = new Set(names.map(([name]) => name))
  return {
    text: `${blank()}{${members.join(',') || blank()}}${blank()}`,
    isAmbiguous: isInnerAmbiguous || distinct.size < names.length || distinct.has('__proto__'),
  }
}
