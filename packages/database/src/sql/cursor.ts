import { firstIdAt, ID_PREFIXES, type IdKind, type Page, ProblemError } from '@posthorn/contracts'

/** One list of the API. */
export interface List {
  /** Part of its cursors. */
  name: string
  /** Format of the position of a row. */
  position: RegExp
}

/** A list by id, newest first. The position of a row is its id. */
export function listOf(kind: IdKind): List {
  return { name: kind, position: new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{26}$`) }
}

/**
 * A cursor is the position of the last row of a page, with the name of its list. New rows have greater ids and lists are
 * newest first, so the rows after a cursor do not change.
 */
export function encodeCursor(list: List, position: string): string {
  return Buffer.from(`${list.name}:${position}`).toString('base64url')
}

/**
 * The position in a cursor; undefined for the first page.
 * @throws ProblemError `invalid_cursor` when the text is not a cursor of this list
 */
export function positionOf(list: List, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const position = text.slice(list.name.length + 1)
  if (text !== `${list.name}:${position}` || !list.position.test(position)) {
    throw new ProblemError('invalid_cursor', 'The cursor does not belong to this list. Use its nextCursor.', {
      errors: [{ path: 'cursor', message: 'expected the nextCursor of this list' }],
    })
  }
  return position
}

/**
 * Makes a page.
 * @param rows newest first, one more than the limit when there is a next page
 */
export function toPage<Row, Item>(
  list: List,
  rows: readonly Row[],
  {
    limit,
    toPosition,
    toItem,
  }: { limit: number; toPosition: (row: Row) => string; toItem: (row: Row) => Item },
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(list, toPosition(last)) : null
  return { data: shown.map(toItem), nextCursor }
}

/** Makes a page of a list by id. */
export function toPageById<Row extends { id: string }, Item>(
  list: List,
  rows: readonly Row[],
  { limit, toItem }: { limit: number; toItem: (row: Row) => Item },
): Page<Item> {
  return toPage(list, rows, { limit, toItem, toPosition: (row) => row.id })
}

/**
 * The range of ids of a page: after the cursor, and created between `from` and `to` (ids contain their time, see
 * packages/contracts).
 * @throws ProblemError `invalid_cursor`
 */
export function idsOfPage(
  kind: IdKind,
  query: { cursor?: string | undefined; from?: Date | undefined; to?: Date | undefined },
): { gte?: string; lt?: string } {
  const position = positionOf(listOf(kind), query.cursor)
  const end = query.to === undefined ? undefined : firstIdAt(kind, query.to)
  const before = [position, end].filter((id) => id !== undefined).toSorted()[0]
  return {
    ...(query.from === undefined ? {} : { gte: firstIdAt(kind, query.from) }),
    ...(before === undefined ? {} : { lt: before }),
  }
}
