import type { Page } from '@posthorn/contracts'
import { encodeCursor, type List, placeOf } from './cursor.ts'

/** Rows of up to about 70 KiB: so many are read and converted without a pause that blocks nobody. */
const ROWS_PER_READ = 25
/** A page ends early once its items have reached this size as JSON. */
export const PAGE_BYTES_MAX = 1024 * 1024

/**
 * A page of a list whose rows can be large: it is read a few rows at a time, and ends early, with a cursor, when it has
 * about a megabyte. Read and written as a whole, 250 rows would block the event loop.
 * @param read the rows after a place, newest first, `take` at most
 * @throws ProblemError `invalid_cursor`
 */
export async function pageOfLargeRows<Row, Item>(
  list: List,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  {
    read,
    toPlace,
    toItem,
  }: {
    read: (place: string | undefined, take: number) => Promise<Row[]>
    toPlace: (row: Row) => string
    toItem: (row: Row) => Item
  },
): Promise<Page<Item>> {
  const data: Item[] = []
  let place = placeOf(list, cursor)
  for (let bytes = 0; ; ) {
    const wanted = Math.min(ROWS_PER_READ, limit - data.length)
    const rows = await read(place, wanted + 1)
    for (const [index, row] of rows.slice(0, wanted).entries()) {
      const item = toItem(row)
      place = toPlace(row)
      data.push(item)
      bytes += JSON.stringify(item).length
      const isLast = index + 1 === rows.length
      if (isLast) return { data, nextCursor: null }
      if (bytes >= PAGE_BYTES_MAX || data.length === limit)
        return { data, nextCursor: encodeCursor(list, place) }
    }
    if (rows.length === 0) return { data, nextCursor: null }
  }
}
