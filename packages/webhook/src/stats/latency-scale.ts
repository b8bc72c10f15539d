/**
 * Latencies are counted on a scale of places, each a tenth wider than the one before: few counters tell the percentiles of
 * any number of attempts. What a place says of a latency in it is wrong by 5 % at the most, in whole milliseconds.
 */
const GROWTH = 1.1

/** The place of a latency on the scale. The first, 0, is for all up to one millisecond. */
export function slotOf(ms: number): number {
  return ms > 1 ? Math.ceil(Math.log(ms) / Math.log(GROWTH)) : 0
}

/** The latency, in milliseconds, that stands for all in one place: the middle of the whole milliseconds in it. */
export function latencyOf(slot: number): number {
  if (slot <= 0) return 1
  const shortest = Math.floor(GROWTH ** (slot - 1)) + 1
  const longest = Math.floor(GROWTH ** slot)
  return (shortest + longest) / 2
}

/**
 * The latencies below which the given shares of all attempts lie.
 * @param counts how many attempts there were in each place
 * @param shares from above 0 to 1, such as 0.95
 * @returns one for each share; null where nothing was counted
 */
export function latencyQuantiles(
  counts: ReadonlyMap<number, number>,
  shares: readonly number[],
): (number | null)[] {
  const places = [...counts].filter(([, count]) => count > 0).toSorted(([one], [other]) => one - other)
  const total = places.reduce((sum, [, count]) => sum + count, 0)
  return shares.map((share) => {
    let remaining = Math.ceil(total * share)
    for (const [slot, count] of places) {
      remaining -= count
      if (remaining <= 0) return latencyOf(slot)
    }
    return null
  })
}
