import { firstIdAt, ID_PREFIXES, type IdKind, type Page, ProblemError } from '@posthorn/contracts'

/** One list of the API: its name, which its cursors carry, and the form of the place where a page ends. */
export interface List {
  name: string
  place: RegExp
}

/** A list of things with ids, newest first. A place in it is the id of the last row that was shown. */
export function listOf(kind: IdKind): List {
  return { name: kind, place: new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{26}$`) }
}

/**
 * A cursor is the place where the page ended, marked with the list it belongs to. Rows come newest first and new ones
 * have greater ids: what comes after a cursor never changes.
 */
export function encodeCursor(list: List, place: string): string {
  return Buffer.from(`${list.name}:${place}`).toString('base64url')
}

/**
 * The place that the caller's cursor names; undefined at the beginning of the list.
 * @throws ProblemError `invalid_cursor` when the text is not a cursor of this list
 */
export function placeOf(list: List, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const place = text.slice(list.name.length + 1)
  if (text !== `${list.name}:${place}` || !list.place.test(place)) {
    throw new ProblemError('invalid_cursor', 'The cursor is not one that this list gave out.', {
      errors: [{ path: 'cursor', message: 'expected the nextCursor of this list' }],
    })
  }
  return place
}

/**
 * Cuts what was read to a page.
 * @param rows at most one more than the limit, newest first
 */
export function toPage<Row, Item>(
  list: List,
  rows: readonly Row[],
  { limit, toPlace, toItem }: { limit: number; toPlace: (row: Row) => string; toItem: (row: Row) => Item },
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(list, toPlace(last)) : null
  return { data: shown.map(toItem), nextCursor }
}

/** The page of a list by id. */
export function toPageById<Row extends { id: string }, Item>(
  list: List,
  rows: readonly Row[],
  { limit, toItem }: { limit: number; toItem: (row: Row) => Item },
): Page<Item> {
  return toPage(list, rows, { limit, toItem, toPlace: (row) => row.id })
}

/**
 * The condition on the id for a page: after the cursor, and made in a range of time (ids carry the time they were
 * made, see packages/contracts).
 * @throws ProblemError `invalid_cursor`
 */
export function idsOfPage(
  kind: IdKind,
  query: { cursor?: string | undefined; from?: Date | undefined; to?: Date | undefined },
): { gte?: string; lt?: string } {
  const place = placeOf(listOf(kind), query.cursor)
  const end = query.to === undefined ? undefined : firstIdAt(kind, query.to)
  const before = [place, end].filter((id) => id !== undefined).toSorted()[0]
  return {
    ...(query.from === undefined ? {} : { gte: firstIdAt(kind, query.from) }),
    ...(before === undefined ? {} : { lt: before }),
  }
}
