/**
 * A histogram of latencies with logarithmic bins, each a tenth wider than the previous one: few counters give the
 * percentiles of any number of attempts, to within 5 % in whole milliseconds.
 */
const GROWTH = 1.1

/** The bin of a latency. Bin 0 is for up to one millisecond. */
export function latencyBinOf(ms: number): number {
  return ms > 1 ? Math.ceil(Math.log(ms) / Math.log(GROWTH)) : 0
}

/** The latency in milliseconds that represents a bin: the middle of its whole milliseconds. */
export function latencyOf(bin: number): number {
  if (bin <= 0) return 1
  const shortest = Math.floor(GROWTH ** (bin - 1)) + 1
  const longest = Math.floor(GROWTH ** bin)
  return (shortest + longest) / 2
}

/**
 * Quantiles of the latencies.
 * @param counts attempts in each bin
 * @param quantiles above 0, up to 1, such as 0.95
 * @returns milliseconds for each quantile; null without attempts
 */
export function latencyQuantiles(
  counts: ReadonlyMap<number, number>,
  quantiles: readonly number[],
): (number | null)[] {
  const bins = [...counts].filter(([, count]) => count > 0).toSorted(([one], [other]) => one - other)
  const total = bins.reduce((sum, [, count]) => sum + count, 0)
  return quantiles.map((quantile) => {
    let remaining = Math.ceil(total * quantile)
    for (const [bin, count] of bins) {
      remaining -= count
      if (remaining <= 0) return latencyOf(bin)
    }
    return null
  })
}
