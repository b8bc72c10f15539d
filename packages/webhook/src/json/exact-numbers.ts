import { type Decimal, decimalText, parseDecimal } from './decimal.ts'
import { readingJson } from './json-reader.ts'
import { runToEnd } from './run-to-end.ts'

/** Up to 15 digits, a double gives back what was written. */
const MAY_BE_INEXACT = /\d[\d.]{15}|\d[eE]/

/** A double's shortest text is another number than what was written: it cannot be told apart from others. */
export function isInexact(text: string): boolean {
  if (!mayLoseDigits(text)) return false
  const value = Number(text)
  return (
    !Number.isFinite(value) || decimalText(parseDecimal(text)) !== decimalText(parseDecimal(String(value)))
  )
}

/** Whether there may be a number that is inexact. False for nearly all JSON, and soon said. */
export function mayLoseDigits(json: string): boolean {
  return MAY_BE_INEXACT.test(json)
}

const SHOWN_LENGTH_MAX = 40

/** Why an inexact number must not stand in a rule that is read again and again, not only by Posthorn. */
export function inexactMistake(text: string): string {
  return `must not contain ${shown(text)}, which is ${String(Number(text))} to most readers`
}

/** JSON whose numbers are all told apart: those that a double cannot hold are bigints that stand for them. */
export interface ExactJson {
  value: unknown
  /** The numbers behind the bigints. Equal numbers have the same bigint. */
  inexact: ReadonlyMap<bigint, Decimal>
}

/**
 * The largest exponent of a number that is calculated with, up or down: sums and differences with it are exact (2^53 and the
 * next one are the same exponent) and powers short. IEEE 754-2019 decimal128 ends at 6,144.
 */
const EXPONENT_MAX = 1_000_000

/** A number of a JSON text has an exponent that is not calculated with. */
export class ExponentError extends RangeError {
  override readonly name = 'ExponentError'
  /** Where it is, such as `items.3.id`; empty for a text that is a number. */
  readonly path: string

  constructor(path: string, text: string) {
    super(`must be a number with an exponent from -${EXPONENT_MAX} to ${EXPONENT_MAX}, not ${shown(text)}`)
    this.path = path
  }
}

/**
 * Reads JSON of which `JSON.parse` loses digits.
 * @param text valid JSON
 * @returns undefined when JSON.parse loses nothing
 * @throws ExponentError
 */
export function parseExactly(text: string): ExactJson | undefined {
  if (!mayLoseDigits(text)) return undefined
  const known = new Map<string, bigint>()
  const inexact = new Map<bigint, Decimal>()
  const numberOf = (number: string, path: () => string): unknown => {
    if (!isInexact(number)) return Number(number)
    if (Math.abs(writtenExponent(number)) > EXPONENT_MAX) throw new ExponentError(path(), number)
    const decimal = parseDecimal(number)
    const key = decimalText(decimal)
    const stands = known.get(key) ?? BigInt(known.size)
    known.set(key, stands)
    inexact.set(stands, decimal)
    return stands
  }
  const value = runToEnd(readingJson(Buffer.from(text), { isStrict: false, numberOf }))
  return inexact.size === 0 ? undefined : { value, inexact }
}

/** The first number of a JSON text that a double cannot hold as it is written. */
export function inexactNumberIn(text: string): string | undefined {
  if (!mayLoseDigits(text)) return undefined
  let found: string | undefined
  const numberOf = (number: string) => {
    if (isInexact(number)) found ??= number
  }
  runToEnd(readingJson(Buffer.from(text), { isStrict: false, numberOf }))
  return found
}

/** Infinity for one that is too long for a double. */
function writtenExponent(text: string): number {
  const [, exponent = '0'] = /[eE]([+-]?\d+)$/.exec(text) ?? []
  return Number(exponent)
}

function shown(text: string): string {
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text
}
