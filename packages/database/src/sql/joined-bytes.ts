/**
 * Joins the bytes of many rows into one parameter, which the statement splits again.
 * @param rows one or two values of each
 * @returns `firstEnds`: the end of each row's first value, where its second one begins
 */
export function joinBytes(rows: readonly (readonly [Uint8Array, Uint8Array | undefined])[]): {
  joined: Uint8Array
  firstEnds: number[]
} {
  let offset = 0
  const firstEnds = rows.map(([first, second]) => {
    const end = offset + first.length
    offset = end + (second?.length ?? 0)
    return end
  })
  const pieces = rows.flatMap(([first, second]) => (second ? [first, second] : [first]))
  const [only] = pieces
  // A single value may be large and needs no copy.
  return { joined: pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces), firstEnds }
}
