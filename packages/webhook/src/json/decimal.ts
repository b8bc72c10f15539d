/** A number as it is written in JSON: 0.`digits` × 10^`exponent`, with a sign. Zero has no digits. */
export interface Decimal {
  isNegative: boolean
  /** Without zeros at either end. */
  digits: string
  exponent: number
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** Digits of one step of a division: with a remainder before them, they make small integers. */
const DIGITS_OF_PART = 15

/** @param text a JSON number, or what `String` makes of a finite one */
export function parseDecimal(text: string): Decimal {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? []
  if (sign === undefined) throw new TypeError(`${JSON.stringify(text)} is not a number of JSON`)
  const all = (whole + fraction).replace(/^0+/, '')
  const digits = trimEnd(all)
  if (digits === '') return { isNegative: false, digits, exponent: 0 }
  const leadingZeros = whole.length + fraction.length - all.length
  return { isNegative: sign === '-', digits, exponent: whole.length - leadingZeros + Number(exponent) }
}

/** The same text for equal numbers, and another one for others. */
export function decimalText({ isNegative, digits, exponent }: Decimal): string {
  return `${isNegative ? '-' : ''}${digits}e${exponent}`
}

/** Less than 0 when `one` is less than `other`, 0 when they are equal, more otherwise. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const signs = signOf(one) - signOf(other)
  if (signs !== 0) return signs
  const sizes = one.exponent - other.exponent || compareTexts(one.digits, other.digits)
  return one.isNegative ? -sizes : sizes
}

export function isInteger({ digits, exponent }: Decimal): boolean {
  return digits.length <= exponent || digits === ''
}

/**
 * Takes time that grows with the digits of `number`, and with the logarithm of its exponent.
 * @param unit more than 0
 * @throws RangeError for an exponent that is not a safe integer
 */
export function isMultipleOf(number: Decimal, unit: Decimal): boolean {
  if (number.digits === '') return true
  // As integers times powers of ten: neither ends in a zero, so a multiple never has the lower power.
  const power = number.exponent - number.digits.length - (unit.exponent - unit.digits.length)
  if (!Number.isSafeInteger(power)) throw new RangeError('an exponent is too large to calculate with')
  if (power < 0) return false
  const modulus = BigInt(unit.digits)
  return (remainder(number.digits, modulus) * powerOfTen(power, modulus)) % modulus === 0n
}

/** Part by part: a division of all digits at once takes time that grows faster than they do. */
function remainder(digits: string, modulus: bigint): bigint {
  let rest = 0n
  for (let at = 0; at < digits.length; at += DIGITS_OF_PART) {
    const part = digits.slice(at, at + DIGITS_OF_PART)
    rest = (rest * 10n ** BigInt(part.length) + BigInt(part)) % modulus
  }
  return rest
}

function powerOfTen(power: number, modulus: bigint): bigint {
  let result = 1n % modulus
  let base = 10n % modulus
  for (let left = power; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * base) % modulus
    base = (base * base) % modulus
  }
  return result
}

function signOf({ isNegative, digits }: Decimal): number {
  if (digits === '') return 0
  return isNegative ? -1 : 1
}

/** Digits behind a point, which compare from the left. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** Not a regular expression: `0+$` takes a time that grows with the square of the zeros. */
function trimEnd(digits: string): string {
  let length = digits.length
  while (digits[length - 1] === '0') length -= 1
  return digits.slice(0, length)
}
