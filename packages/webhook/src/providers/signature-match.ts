import { timingSafeEqual } from 'node:crypto'

/** Most signatures of one request that are compared: rotation sends two or three. */
const SIGNATURES_EXAMINED_MAX = 16

/**
 * Whether one of the first 16 signatures sent equals one of those expected, in a time that depends on their number
 * and lengths only: every pair is compared, also behind a match.
 *
 * The encoded texts are compared, never the decoded bytes: decoders skip what they do not understand, so a valid
 * signature followed by garbage would pass.
 */
export function anySignatureMatches(expected: readonly string[], received: readonly string[]): boolean {
  let matched = false
  for (const candidate of received.slice(0, SIGNATURES_EXAMINED_MAX)) {
    for (const signature of expected) {
      // The comparison stands first: behind `matched ||` it would be skipped.
      matched = isSameText(signature, candidate) || matched
    }
  }
  return matched
}

function isSameText(left: string, right: string): boolean {
  const leftBytes = Buffer.from(left)
  const rightBytes = Buffer.from(right)
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes)
}
