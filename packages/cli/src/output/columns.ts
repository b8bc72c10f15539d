import type { Printer } from './printer.ts'
import { table } from './table.ts'

/** The columns of a list: a heading, and the text of an item. */
export type Columns<Item> = Readonly<Record<string, (item: Item) => string>>

/** Maximum number of items of a list without `--limit`. */
export const LIMIT_DEFAULT = 20

/**
 * Prints the first items of a list: for programs each as it arrives, for people as a table.
 * @returns how many there are, up to the limit
 */
export async function printList<Item extends object>(
  printer: Printer,
  items: AsyncIterable<Item>,
  {
    columns,
    limit = LIMIT_DEFAULT,
    none,
  }: { columns: Columns<Item>; limit?: number | undefined; none: string },
): Promise<void> {
  const shown: Item[] = []
  for await (const item of items) {
    if (printer.isJson) printer.result(item, '')
    shown.push(item)
    if (shown.length >= limit) break
  }
  if (printer.isJson) return
  if (shown.length === 0) printer.note(none)
  else printer.result({}, tableOf(shown, columns))
  if (shown.length >= limit) printer.note(`The first ${limit} are shown; --limit shows more.`)
}

/** A table of items, with headings. */
export function tableOf<Item>(items: readonly Item[], columns: Columns<Item>): string {
  const texts = Object.values(columns)
  return table([Object.keys(columns), ...items.map((item) => texts.map((text) => text(item)))])
}

/** Names and values of one object, a line each. */
export function describe(values: Readonly<Record<string, string | number | null | undefined>>): string {
  return table(
    Object.entries(values).flatMap(([name, value]) =>
      value == null || value === '' ? [] : [[name, `${value}`]],
    ),
  )
}

/** A time of the API, to the second. */
export function timeText(time: string | null): string {
  return time === null ? '' : time.replace('T', ' ').replace(/\.\d+Z$/, '')
}
