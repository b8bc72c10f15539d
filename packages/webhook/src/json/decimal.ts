/** An exact JSON number: 0.`digits` × 10^`exponent`, with a sign. Zero has no digits. */
export interface Decimal {
  isNegative: boolean
  /** Without leading and trailing zeros. */
  digits: string
  exponent: number
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** Digits of one step of a division. */
const DIGITS_OF_PART = 15

/** @param text a JSON number, or `String` of a finite number */
export function parseDecimal(text: string): Decimal {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? []
  if (sign === undefined) throw new TypeError(`expected a JSON number, got ${JSON.stringify(text)}`)
  const all = (whole + fraction).replace(/^0+/, '')
  const digits = trimEnd(all)
  if (digits === '') return { isNegative: false, digits, exponent: 0 }
  const leadingZeros = whole.length + fraction.length - all.length
  return { isNegative: sign === '-', digits, exponent: whole.length - leadingZeros + Number(exponent) }
}

/** Canonical text: equal numbers have equal texts. */
export function decimalText({ isNegative, digits, exponent }: Decimal): string {
  return `${isNegative ? '-' : ''}${digits}e${exponent}`
}

/** Negative when `one` is less than `other`, 0 when they are equal, positive otherwise. */
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
 * Takes time linear in the digits of `number` and logarithmic in its exponent.
 * @param unit more than 0
 * @throws RangeError for an exponent that is not a safe integer
 */
export function isMultipleOf(number: Decimal, unit: Decimal): boolean {
  if (number.digits === '') return true
  // Both are integers times powers of ten. Neither ends in a zero, so a multiple never has the lower power.
  const power = number.exponent - number.digits.length - (unit.exponent - unit.digits.length)
  if (!Number.isSafeInteger(power)) throw new RangeError('the exponents are too large')
  if (power < 0) return false
  const modulus = BigInt(unit.digits)
  return (remainder(number.digits, modulus) * powerOfTen(power, modulus)) % modulus === 0n
}

/** In parts: dividing all digits at once takes more than linear time. */
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

/** Compares fraction digits, from the left. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** Not a regular expression: `0+$` takes quadratic time. */
function trimEnd(digits: string): string {
  let length = digits.length
  while (digits[length - 1] === '0') length -= 1
  return digits.slice(0, length)
}
