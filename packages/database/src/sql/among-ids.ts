/**
 * SQL condition: whether the id of a delivery is in an array. PostgreSQL selects no partitions by an array in a parameter, only
 * by its least and greatest id; without them it would search every partition for every id.
 * @param column with the id, as SQL
 * @param parameters the array, and the number of the first of two parameters with its bounds, from {@link boundsOf}
 */
export function amongIds(column: string, { array, bounds }: { array: string; bounds: number }): string {
  return `${column} = ANY (${array}) AND ${column} BETWEEN $${bounds} AND $${bounds + 1}`
}

/** The least and the greatest id, as they are ordered in the database; neither if there are none. */
export function boundsOf(ids: readonly string[]): [string | undefined, string | undefined] {
  let [least, greatest] = [ids[0], ids[0]]
  for (const id of ids) {
    if (least === undefined || id < least) least = id
    if (greatest === undefined || id > greatest) greatest = id
  }
  return [least, greatest]
}
