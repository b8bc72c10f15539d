/** An object of a list, which has the newest first. */
export interface ListedRow {
  id: string
}

export interface Page<Row> {
  data: Row[]
  nextCursor: string | null
}

/** The shown rows in their order, each in its newest state. */
export function patchRows<Row extends ListedRow>(shown: readonly Row[], latest: readonly Row[]): Row[] {
  const newest = new Map(latest.map((row) => [row.id, row]))
  return shown.map((row) => newest.get(row.id) ?? row)
}

/** The rows before the first shown one: they came later. Ids sort by time. */
export function freshOf<Row extends ListedRow>(shown: readonly Row[], latest: readonly Row[]): Row[] {
  const [first] = shown
  return first === undefined ? [...latest] : latest.filter(({ id }) => id > first.id)
}
