import { timingSafeEqual } from 'node:crypto'

/** Maximum number of signatures that are compared for one request. A rotation sends two or three. */
const SIGNATURES_EXAMINED_MAX = 16

/**
 * Whether one of the first 16 received signatures equals an expected one. The time depends only on their number and
 * lengths: every pair is compared, also after a match.
 *
 * Compares the encoded texts, not the decoded bytes: decoders skip invalid characters, so a valid signature followed by
 * garbage would match.
 */
export function anySignatureMatches(expected: readonly string[], received: readonly string[]): boolean {
  let matched = false
  for (const candidate of received.slice(0, SIGNATURES_EXAMINED_MAX)) {
    for (const signature of expected) {
      // The comparison is first: after `matched ||` it would be skipped.
      matched = isSameText(signature, candidate) || matched
    }
  }
  return matched
}

/** Compares in a time that depends only on the lengths. */
export function isSameText(left: string, right: string): boolean {
  return isSameBytes(Buffer.from(left), Buffer.from(right))
}

/** As {@link isSameText}. */
export function isSameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
