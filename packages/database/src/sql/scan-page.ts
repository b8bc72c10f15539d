/** Index entries that one page reads, at most: well below 100 ms. */
export const READ_MAX = 4000
/** Each further read is this many times as large. */
const GROWTH = 4

/** A row of a scan: whether a filter selects it, and its number in the scan, from 1. */
export interface ScannedRow {
  isSelected: boolean
  nth: number
}

/** One read of a scan. */
export interface ScanRead {
  /** Of the last row before it; undefined: from the start. */
  position: string | undefined
  /** Rows to read; fewer are the last ones. */
  count: number
  /** Selected rows to return, at most, and the last one read. */
  wanted: number
}

/** The next rows that a filter selects. */
export interface ScannedPage<Row> {
  rows: Row[]
  /** Position from which the next page continues; undefined when there are no more. */
  next: string | undefined
}

/**
 * Reads along an index, in growing steps, until a filter has selected enough rows or enough were read. So a page takes a bounded
 * time, and may have fewer rows than `limit`, even none, and a position to continue from.
 * @param entriesPerRow index entries that a row of the scan costs: one for each range that is merged, and those of a join
 */
export async function scanPage<Row extends ScannedRow>(
  read: (read: ScanRead) => Promise<Row[]>,
  {
    position,
    limit,
    entriesPerRow,
    positionOf,
  }: {
    position: string | undefined
    limit: number
    entriesPerRow: number
    positionOf: (row: Row) => string
  },
): Promise<ScannedPage<Row>> {
  if (entriesPerRow === 0) return { rows: [], next: undefined }
  const found: Row[] = []
  let reached = position
  for (let left = READ_MAX, size = limit + 1; left >= entriesPerRow; size *= GROWTH) {
    const count = Math.min(size, Math.floor(left / entriesPerRow))
    const rows = await read({ position: reached, count, wanted: limit + 1 - found.length })
    found.push(...rows.filter(({ isSelected }) => isSelected))
    const lastShown = found[limit - 1]
    if (found.length > limit && lastShown !== undefined)
      return { rows: found.slice(0, limit), next: positionOf(lastShown) }
    const last = rows.at(-1)
    if (last === undefined || last.nth < count) return { rows: found, next: undefined }
    reached = positionOf(last)
    left -= count * entriesPerRow
  }
  return { rows: found, next: reached }
}
