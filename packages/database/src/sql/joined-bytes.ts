/**
 * Joins the bytes of many things into one value, which a statement cuts up again.
 * @param things one or two values of each
 * @returns where the first value of each ends; there its second one begins
 */
export function joinBytes(things: readonly (readonly [Uint8Array, Uint8Array | undefined])[]): {
  joined: Uint8Array
  firstEnds: number[]
} {
  let at = 0
  const firstEnds = things.map(([first, second]) => {
    const end = at + first.length
    at = end + (second?.length ?? 0)
    return end
  })
  const pieces = things.flatMap(([first, second]) => (second ? [first, second] : [first]))
  const [only] = pieces
  // One alone may be large, and needs no copy.
  return { joined: pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces), firstEnds }
}
