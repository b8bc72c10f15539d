import { type Decimal, decimalText, parseDecimal } from './decimal.ts'

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
  const shown = text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text
  return `must not contain ${shown}, which is ${String(Number(text))} to most readers`
}

/** JSON whose numbers are all told apart: those that a double cannot hold are bigints that stand for them. */
export interface ExactJson {
  value: unknown
  /** The numbers behind the bigints. Equal numbers have the same bigint. */
  inexact: ReadonlyMap<bigint, Decimal>
}

/**
 * Reads JSON of which `JSON.parse` loses digits.
 * @param text valid JSON
 * @returns undefined when JSON.parse loses nothing
 */
export function parseExactly(text: string): ExactJson | undefined {
  if (!mayLoseDigits(text)) return undefined
  const known = new Map<string, bigint>()
  const inexact = new Map<bigint, Decimal>()
  const value: unknown = JSON.parse(text, (_key, each: unknown, { source }: { source?: string } = {}) => {
    if (typeof each !== 'number' || source === undefined || !isInexact(source)) return each
    const decimal = parseDecimal(source)
    const key = decimalText(decimal)
    const stands = known.get(key) ?? BigInt(known.size)
    known.set(key, stands)
    inexact.set(stands, decimal)
    return stands
  })
  return inexact.size === 0 ? undefined : { value, inexact }
}

/** The first number of a JSON text that a double cannot hold as it is written. */
export function inexactNumberIn(text: string): string | undefined {
  if (!mayLoseDigits(text)) return undefined
  let found: string | undefined
  JSON.parse(text, (_key, each: unknown, { source }: { source?: string } = {}) => {
    if (typeof each === 'number' && source !== undefined && isInexact(source)) found ??= source
    return each
  })
  return found
}
