import type { Page } from '@posthorn/contracts'
import { encodeCursor, type List, positionOf } from './cursor.ts'

/** Rows of up to about 70 KiB: converting this many does not block the event loop. */
const ROWS_PER_READ = 25
/** A page ends early once its items have reached this size as JSON. */
export const PAGE_BYTES_MAX = 1024 * 1024

/**
 * A page of a list with large rows. Reads a few rows at a time and ends the page, with a cursor, at about a megabyte: 250
 * rows at once would block the event loop.
 * @param read reads at most `take` rows after a position, newest first
 * @throws ProblemError `invalid_cursor`
 */
export async function pageOfLargeRows<Row, Item>(
  list: List,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  {
    read,
    toPosition,
    toItem,
  }: {
    read: (position: string | undefined, take: number) => Promise<Row[]>
    toPosition: (row: Row) => string
    toItem: (row: Row) => Item
  },
): Promise<Page<Item>> {
  const data: Item[] = []
  let position = positionOf(list, cursor)
  for (let bytes = 0; ; ) {
    const count = Math.min(ROWS_PER_READ, limit - data.length)
    const rows = await read(position, count + 1)
    for (const [index, row] of rows.slice(0, count).entries()) {
      const item = toItem(row)
      position = toPosition(row)
      data.push(item)
      bytes += JSON.stringify(item).length
      const isLast = index + 1 === rows.length
      if (isLast) return { data, nextCursor: null }
      if (bytes >= PAGE_BYTES_MAX || data.length === limit)
        return { data, nextCursor: encodeCursor(list, position) }
    }
    if (rows.length === 0) return { data, nextCursor: null }
  }
}
