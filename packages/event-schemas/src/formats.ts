import { type FormatName, fullFormats } from 'ajv-formats/dist/formats.js'
import type { StepCounter } from './step-counter.ts'

/** Limit of the short formats. The longest is a host name of 253 characters (RFC 1035, 2.3.4). */
const SHORT_LENGTH_MAX = 256
/** Tests take linear time. */
const CHARACTERS_OF_STEP = 4

/**
 * The formats of 2020-12 (Validation, 7.3) that have linear-time tests. Other formats are ignored, as the specification
 * allows; also ajv's own formats such as `url`, some of which take quadratic time.
 */
const LENGTHS_MAX = {
  date: SHORT_LENGTH_MAX,
  'date-time': SHORT_LENGTH_MAX,
  duration: SHORT_LENGTH_MAX,
  email: Number.POSITIVE_INFINITY,
  hostname: SHORT_LENGTH_MAX,
  ipv4: SHORT_LENGTH_MAX,
  ipv6: SHORT_LENGTH_MAX,
  'json-pointer': Number.POSITIVE_INFINITY,
  regex: Number.POSITIVE_INFINITY,
  'relative-json-pointer': Number.POSITIVE_INFINITY,
  time: SHORT_LENGTH_MAX,
  uri: Number.POSITIVE_INFINITY,
  'uri-reference': Number.POSITIVE_INFINITY,
  'uri-template': Number.POSITIVE_INFINITY,
  uuid: SHORT_LENGTH_MAX,
} as const satisfies Partial<Record<FormatName, number>>

type KnownFormat = keyof typeof LENGTHS_MAX

export const FORMAT_NAMES = Object.keys(LENGTHS_MAX) as KnownFormat[]

/** Tests of the formats; they count their steps. */
export function formatsWith(counter: StepCounter): Record<string, (text: string) => boolean> {
  return Object.fromEntries(FORMAT_NAMES.map((name) => [name, boundedTest(name, counter)]))
}

function boundedTest(name: KnownFormat, counter: StepCounter): (text: string) => boolean {
  const test = testOf(name)
  return (text) => {
    if (text.length > LENGTHS_MAX[name]) return false
    counter.spend(1 + Math.floor(text.length / CHARACTERS_OF_STEP))
    return test(text)
  }
}

function testOf(name: KnownFormat): (text: string) => boolean {
  const format: unknown = fullFormats[name]
  const test =
    typeof format === 'object' && format !== null && 'validate' in format ? format.validate : format
  if (test instanceof RegExp) return (text) => test.test(text)
  if (typeof test === 'function') return (text) => Boolean(test(text))
  throw new TypeError(`ajv-formats has no test of the format ${name}`)
}
