/** The prime of the field: 2^255 - 19 (RFC 8032, section 5.1). */
const P = 2n ** 255n - 19n
/** Of the curve's equation -x² + y² = 1 + d·x²·y². */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n
const SIGN_BIT = 1n << 255n

/**
 * The y of the eight points whose order divides 8. For such a key, signatures that verify for nearly every message can be
 * made without a private key.
 */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  P - 2707385501144840649318225287225658788936804267575313519463743609750303402022n,
])

/**
 * Checks the encoding of a public key (RFC 8032, section 5.1.3), but not whether the point is on the curve.
 *
 * @returns undefined for a canonical encoding that is not of small order
 */
export function weaknessOf(bytes: Uint8Array): 'not canonical' | 'of small order' | undefined {
  const y = yOf(bytes)
  if (SMALL_ORDER_Y.has(y % P)) return 'of small order'
  return y < P ? undefined : 'not canonical'
}

/**
 * Whether the y in 32 bytes has an x: x² = (y² - 1) / (d·y² + 1) must be a square, by Euler's criterion. Takes a fraction
 * of a millisecond: for storing a key, not for each request.
 */
export function isOnCurve(bytes: Uint8Array): boolean {
  const y = yOf(bytes) % P
  const y2 = (y * y) % P
  // A quotient is a square when the product is.
  const product = ((y2 - 1n + P) * (D * y2 + 1n)) % P
  return product === 0n || power(product, (P - 1n) / 2n) === 1n
}

/** The last bit is the sign of x. */
function yOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & (SIGN_BIT - 1n)
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let [square, rest] = [base, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P
    square = (square * square) % P
  }
  return result
}
