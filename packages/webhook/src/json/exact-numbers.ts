import { type Decimal, decimalText, parseDecimal } from './decimal.ts'
import { readJsonInSlices } from './json-reader.ts'
import { runToEnd } from './run-to-end.ts'

/** A double represents up to 15 digits exactly. */
const MAY_BE_INEXACT = /\d[\d.]{15}|\d[eE]/

/** Whether a double loses digits of a number. */
export function isInexact(text: string): boolean {
  if (!mayLoseDigits(text)) return false
  const value = Number(text)
  return (
    !Number.isFinite(value) || decimalText(parseDecimal(text)) !== decimalText(parseDecimal(String(value)))
  )
}

/** Fast check whether a JSON text may contain an inexact number. False for nearly all JSON. */
export function mayLoseDigits(json: string): boolean {
  return MAY_BE_INEXACT.test(json)
}

const SHOWN_LENGTH_MAX = 40

/** The message that rejects an inexact number in a filter or schema, which other programs read too. */
export function inexactNumberMessage(text: string): string {
  return `must not contain ${shown(text)}, which is ${String(Number(text))} to most readers`
}

/** A JSON value without loss of digits: a bigint stands for each number that a double cannot represent. */
export interface ExactJson {
  value: unknown
  /** The numbers that the bigints stand for. Equal numbers have the same bigint. */
  inexact: ReadonlyMap<bigint, Decimal>
}

/**
 * Largest absolute exponent of a number that is compared. Sums and differences of exponents stay exact and powers stay
 * cheap. IEEE 754-2019 decimal128 ends at 6,144.
 */
const EXPONENT_MAX = 1_000_000

/** A number in a JSON text has an exponent outside the supported range. */
export class ExponentError extends RangeError {
  override readonly name = 'ExponentError'
  /** Path such as `items.3.id`; empty for a text that is a number. */
  readonly path: string

  constructor(path: string, text: string) {
    super(`must be a number with an exponent from -${EXPONENT_MAX} to ${EXPONENT_MAX}, not ${shown(text)}`)
    this.path = path
  }
}

/**
 * Parses JSON without loss of digits.
 * @param text valid JSON
 * @returns undefined when JSON.parse loses no digits
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
    const substitute = known.get(key) ?? BigInt(known.size)
    known.set(key, substitute)
    inexact.set(substitute, decimal)
    return substitute
  }
  const value = runToEnd(readJsonInSlices(Buffer.from(text), { isStrict: false, numberOf }))
  return inexact.size === 0 ? undefined : { value, inexact }
}

/** The first number in a JSON text that a double cannot represent. */
export function inexactNumberIn(text: string): string | undefined {
  if (!mayLoseDigits(text)) return undefined
  let found: string | undefined
  const numberOf = (number: string) => {
    if (isInexact(number)) found ??= number
  }
  runToEnd(readJsonInSlices(Buffer.from(text), { isStrict: false, numberOf }))
  return found
}

/** The exponent in the text; Infinity if it exceeds a double. */
function writtenExponent(text: string): number {
  const [, exponent = '0'] = /[eE]([+-]?\d+)$/.exec(text) ?? []
  return Number(exponent)
}

function shown(text: string): string {
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text
}
